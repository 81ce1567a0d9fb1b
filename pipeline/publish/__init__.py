"""The publish stage: the warehouse's tables become immutable, described, checked snapshots that people download.

Nothing here decides what a row says; it only writes rows, describes them, compares them with the snapshot before, and refuses
to publish what does not hold together.
"""

from pipeline.publish.checks import check
from pipeline.publish.databases import check_database
from pipeline.publish.documents.dictionary import data_dictionary
from pipeline.publish.documents.satu_data import satu_data_page
from pipeline.publish.figures import example_ids, published_rows
from pipeline.publish.publication import Publication, publish
from pipeline.publish.publisher import Publisher, load_publisher
from pipeline.publish.versions import latest

__all__ = [
    "Publication",
    "Publisher",
    "check",
    "check_database",
    "data_dictionary",
    "example_ids",
    "latest",
    "load_publisher",
    "publish",
    "published_rows",
    "satu_data_page",
]
