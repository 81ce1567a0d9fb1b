"""Who publishes: one TOML file per ministry site below `sites/`, and the registry that reads and checks them."""

from pipeline.agencies.registry import Agency, IndexRules, PageRules, Registry, load_registry

__all__ = ["Agency", "IndexRules", "PageRules", "Registry", "load_registry"]
