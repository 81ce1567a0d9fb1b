"""The README.md of a snapshot, for the person who downloads it and knows nothing else."""

from collections.abc import Mapping

from pipeline.publish import wording
from pipeline.publish.contents import Contents
from pipeline.publish.documents.citation import sentence
from pipeline.publish.documents.templates import TEMPLATES, cell
from pipeline.publish.figures import example_ids
from pipeline.publish.quality import SCORES
from pipeline.publish.quality.scores import MEANINGS, WHAT_THEY_ARE
from pipeline.publish.quality.speech import quality_rows
from pipeline.schema import PUBLISHED, SCHEMA_VERSION


def documents(contents: Contents) -> Mapping[str, str]:
    """README.md, with the id of one statement to show how it is traced."""
    text = TEMPLATES.get_template("snapshot_readme.md.j2").render(
        edition=contents.edition,
        citation=sentence(contents.edition),
        schema_version=SCHEMA_VERSION,
        text=wording,
        tables=[(table, contents.row_counts[table.name]) for table in PUBLISHED],
        quality=quality_rows(contents.quality, "en"),
        agencies=contents.quality["agencies"],
        golden=SCORES,
        score_meanings=MEANINGS,
        about_scores=WHAT_THEY_ARE,
        cell=cell,
        example=next(iter(example_ids(contents.folder)), None),
    )
    return {"README.md": text}
