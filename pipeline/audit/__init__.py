"""Audit: from a published row to the archived bytes and back, by whoever holds a snapshot and the archive; no warehouse, no network.

Nothing here is a step of the nightly job, and nothing here changes what is published.
"""
