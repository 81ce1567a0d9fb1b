"""index.html and index.id.html: a snapshot as a page for people, in English and in Indonesian; no script, nothing from elsewhere."""

# ruff: noqa: S608 - SQL is made of schema names and quoted paths; no value of a page is part of it

from collections.abc import Mapping, Sequence
from datetime import UTC
from decimal import Decimal
from typing import Any

import pyarrow.parquet as pq

from pipeline.clock import jakarta_date
from pipeline.identity import sha256_hex
from pipeline.publish import wording
from pipeline.publish.contents import Contents, DataFile
from pipeline.publish.documents.dictionary import code_lists
from pipeline.publish.engine import reader
from pipeline.publish.figures import example_ids
from pipeline.publish.page import speech
from pipeline.publish.page.landing import PAGE_NAMES
from pipeline.publish.page.schema_org import block, dataset
from pipeline.publish.page.shown import ShownFigure, latest_figures, longest_series
from pipeline.publish.page.templates import PAGES
from pipeline.publish.page.words import PageWords, page_words
from pipeline.publish.quality import SCORES
from pipeline.publish.quality.scores import WHAT_THEY_ARE
from pipeline.publish.quality.speech import quality_section
from pipeline.publish.tables import parquet_path, read_parquet
from pipeline.schema import CHANGES, INDICATORS, PUBLISHED
from pipeline.schema.types import Meaning
from pipeline.schema.values import CAUSES, CHANGE_KINDS, STATUSES, TIME_KINDS

MOST_FIGURES = 30
"""Rows of the table of latest figures: a page that a person reads to its end."""
LONGEST_SIDE, LONGEST_TITLE = 280, 160
"""Characters of a sentence shown on either side of its number, and of a title. The tables have them whole."""


def documents(contents: Contents, described: Mapping[str, str]) -> Mapping[str, str]:
    """Both pages. `described`: the other documents of the snapshot, file name -> text, which the pages list with their hashes."""
    rows = pq.read_table(parquet_path(contents.folder, INDICATORS)).to_pylist()
    figures, series = latest_figures(contents.folder, MOST_FIGURES), longest_series(contents.folder)
    changes = _changes(contents)
    return {
        name: _Page(contents, language).render(rows, figures, series, changes, described)
        for language, name in PAGE_NAMES.items()
    }


class _Page:
    """One language's view of the contents."""

    def __init__(self, contents: Contents, language: str) -> None:
        self.contents, self.language, self.words = contents, language, page_words(language)

    def render(
        self,
        rows: Sequence[Mapping[str, Any]],
        figures: list[ShownFigure],
        series: list[ShownFigure],
        changes: list[tuple[str, str, str, int]],
        described: Mapping[str, str],
    ) -> str:
        edition, words = self.contents.edition, self.words
        start, end = self.contents.period
        citation = self._citation()
        other = "id" if self.language == "en" else "en"
        sections = [
            "figures",
            *(["series"] if series else []),
            "quality",
            "files",
            "reading",
            "trace",
            "check",
            "changes",
            "cite",
        ]
        return PAGES.get_template("page.html.j2").render(
            text=wording,
            t=self.say,
            w=words,
            language=self.language,
            name=PAGE_NAMES[self.language],
            other_name=PAGE_NAMES[other],
            edition=edition,
            publisher=self.say(Meaning(edition.publisher.name_en, edition.publisher.name_id)),
            as_of=f"{speech.day(edition.as_of.astimezone(UTC).date(), words)}, {edition.as_of_text[11:16]} UTC",
            covers=speech.period(start, end, words) if end else words["no_period"],
            holds=words["holds_text"].format(
                **{
                    name: speech.number(self.contents.row_counts[table], words)
                    for name, table in (
                        ("statements", "statements"),
                        ("releases", "press_releases"),
                        ("observations", "observations"),
                    )
                }
            ),
            sections=[(id_, words[f"{id_}_heading"]) for id_ in sections],
            figures=[self._figure(figure) for figure in figures],
            figures_caption=words["figures_caption"].format(
                shown=len(figures), all=speech.number(self.contents.row_counts["observations"], words)
            ),
            series=self._bars(series),
            series_caption=self._series_caption(series),
            quality=quality_section(self.contents.quality, self.language),
            golden=SCORES,
            about_scores=WHAT_THEY_ARE,
            data_files=self._data_files(),
            formats=[words[f"format_{name}"] for name in self._formats() if f"format_{name}" in words],
            documents=[
                {"path": path, "about": self._about(path), "sha256": sha256_hex(text.encode())}
                for path, text in sorted(described.items())
            ],
            lists=code_lists(),
            indicators=[
                {
                    "id": row["indicator_id"],
                    **{name: row[f"{name}_{self.language}"] for name in ("label", "definition", "interpretation")},
                }
                for row in rows
            ],
            example=next(iter(example_ids(self.contents.folder)), "STATEMENT_ID"),
            changes=[
                {
                    "table": table,
                    "kind": self.say(CHANGE_KINDS[kind]),
                    "cause": self.say(CAUSES[cause]),
                    "rows": speech.number(count, words),
                }
                for table, kind, cause, count in changes
            ],
            citation=citation,
            cite_licence=words["cite_licence"].format(licence=wording.LICENCE_TITLE),
            json_ld=block(dataset(self.contents, rows, citation)),
        )

    def say(self, text: wording.Text | Meaning) -> str:
        return text.en if self.language == "en" else text.id

    def _citation(self) -> str:
        edition = self.contents.edition
        return self.words["cite_text"].format(
            publisher=self.say(Meaning(edition.publisher.name_en, edition.publisher.name_id)),
            year=jakarta_date(edition.as_of).year,
            title=self.say(wording.TITLE),
            version=edition.version,
            as_of=edition.as_of_text,
            url=edition.url,
        )

    def _figure(self, figure: ShownFigure) -> dict[str, Any]:
        words = self.words
        before, number, after = figure.quote
        return {
            "id": figure.observation_id,
            "indicator": self.say(figure.indicator),
            "program": self.say(figure.program) if figure.program else None,
            "area": self.say(figure.area),
            "period": speech.period(figure.time_start, figure.time_end, words),
            "kind": self.say(TIME_KINDS[figure.time_kind]) if figure.time_kind else None,
            "value": _value(figure, words),
            "unit": self.say(figure.unit),
            "status": self.say(STATUSES[figure.status]),
            "status_code": figure.status,
            "doubt": words["low_reliability"] if figure.obs_status == "U" else None,
            "agreement": self._agreement(figure),
            "before": before if len(before) <= LONGEST_SIDE else words["cut"] + before[-LONGEST_SIDE:],
            "number": number,
            "after": after if len(after) <= LONGEST_SIDE else after[:LONGEST_SIDE] + words["cut"],
            "title": figure.title
            if len(figure.title) <= LONGEST_TITLE
            else figure.title[:LONGEST_TITLE] + words["cut"],
            "address": figure.address,
            "agency": self.say(figure.agency),
            "published": speech.day(figure.published_on, words) if figure.published_on else words["undated"],
            "read_on": words["read_on"].format(day=speech.day(jakarta_date(figure.fetched_at), words)),
        }

    def _agreement(self, figure: ShownFigure) -> str | None:
        if figure.statement_count == 1:
            return None
        return self.words[figure.agreement].format(statements=figure.statement_count, releases=figure.release_count)

    def _bars(self, series: list[ShownFigure]) -> list[dict[str, str]]:
        highest = max((figure.value for figure in series), default=Decimal(0)) or Decimal(1)
        return [
            {
                "period": speech.period(figure.time_start, figure.time_end, self.words),
                "value": _value(figure, self.words),
                "width": f"{max(figure.value / highest, Decimal(0)) * 100:.1f}",
            }
            for figure in series
        ]

    def _series_caption(self, series: list[ShownFigure]) -> str:
        if not series:
            return ""
        first = series[0]
        return self.words["series_caption"].format(
            indicator=self.say(first.indicator),
            area=self.say(first.area),
            kind=self.say(TIME_KINDS[first.time_kind or "annual"]),
            unit=self.say(first.unit),
        )

    def _data_files(self) -> list[dict[str, Any]]:
        """A row for each table, and one for each file that holds the whole."""
        files, words = self.contents.files, self.words
        tables = [
            {
                "name": table.name,
                "about": self.say(Meaning(table.en, table.id)),
                "rows": speech.number(self.contents.row_counts[table.name], words),
                "files": [self._file(file) for file in files if file.table is table],
            }
            for table in PUBLISHED
        ]
        whole = [
            {"name": _name(file), "about": "", "rows": "", "files": [self._file(file)]}
            for file in files
            if file.table is None
        ]
        return tables + whole

    def _about(self, path: str) -> str:
        return self.words.get("about_csvw" if path.endswith("csv-metadata.json") else f"about_{path}", "")

    def _file(self, file: DataFile) -> dict[str, str]:
        return {
            "path": file.path,
            "name": _name(file),
            "size": speech.size(file.byte_count, self.words),
            "sha256": file.sha256,
        }

    def _formats(self) -> list[str]:
        return list(dict.fromkeys(file.format for file in self.contents.files))


def _name(file: DataFile) -> str:
    return file.path.rpartition("/")[2]


def _value(figure: ShownFigure, words: PageWords) -> str:
    value = speech.number(figure.value, words)
    if figure.value_max is not None:
        value = f"{value} {words['range_and']} {speech.number(figure.value_max, words)}"
    return f"{words[figure.qualifier]} {value}".strip()


def _changes(contents: Contents) -> list[tuple[str, str, str, int]]:
    """Rows (not cells) by table, kind and cause."""
    with reader() as connection:
        return connection.execute(
            "SELECT table_name, change, cause, count(DISTINCT row_id) "
            f"FROM {read_parquet(parquet_path(contents.folder, CHANGES))} GROUP BY ALL ORDER BY ALL"
        ).fetchall()
