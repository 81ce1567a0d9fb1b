"""Lineage as others read it: the declaration of schema/lineage.toml laid along the flow, and OpenLineage made from that.

`openlineage` is imported inside functions: half a second, which only those wait for who write events. Its classes only shape
what we write; its client, which could send, is never made.
"""
