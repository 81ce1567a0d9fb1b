"""Who publishes: one TOML file per ministry site below `sites/`, and the registry that reads and checks them."""

from pipeline.agencies.checks import Problem
from pipeline.agencies.registry import Reading, Registry, load_registry, read_agencies, with_contact
from pipeline.agencies.rules import (
    Agency,
    Expectations,
    IndexRules,
    PageRules,
    Publisher,
    Rate,
    WaybackRules,
    Window,
)

__all__ = [
    "Agency",
    "Expectations",
    "IndexRules",
    "PageRules",
    "Problem",
    "Publisher",
    "Rate",
    "Reading",
    "Registry",
    "WaybackRules",
    "Window",
    "load_registry",
    "read_agencies",
    "with_contact",
]
