"""Figures: a statement with its reasons and its release, an observation with all that was said of it, a refused number."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pipeline.audit.cells import cell
from pipeline.audit.fates import spans
from pipeline.audit.reread import Unreadable
from pipeline.audit.steps import Step
from pipeline.audit.trace.meanings import PREFERENCES, Meanings
from pipeline.audit.trace.nodes import Candidate, Observation, Place, Refusal, Statement
from pipeline.audit.trace.places import place, published_place
from pipeline.audit.trace.sources import Saying, Sources
from pipeline.extract.fold import fold
from pipeline.extract.sentences import sentence_around, sentences
from pipeline.model import Figure, ReleaseText, Span
from pipeline.schema import OBSERVATIONS, REFUSALS, STATEMENTS

Row = dict[str, Any]

SAID = (
    "value", "value_max", "qualifier", "unit", "counted", "scope_total", "indicator_id", "program_id", "ref_area", "ref_area_name",
    "area_kind", "time_start", "time_end", "time_text", "time_kind", "time_basis", "status", "speaker", "obs_status", "confidence",
    "rule_id", "rule_version",
)  # fmt: skip
"""What a statement says, without where it stands."""


@dataclass(frozen=True, slots=True)
class Figures:
    sources: Sources
    meanings: Meanings

    def statement(self, row: Row, *, observed: bool = True) -> Statement:
        """`observed`: with the observation that it enters, and what else was said of it."""
        published = self.sources.published
        release = published.row("press_releases", release_id=row["release_id"])
        capture = self.sources.capture(row["capture_id"])
        text, text_steps = self._text(row["capture_id"], release)
        steps = [*text_steps, *(self.sources.prover.statement(row, text) if text else ())]
        observation = None
        if observed and row["observation_id"]:
            found = published.rows("observations", observation_id=row["observation_id"])
            observation = self.observation(found[0], traced=False) if found else None
        return Statement(
            row,
            _standing(row, release),
            self.meanings.attributes(STATEMENTS, row, self._because(text, row), SAID),
            _place(text, row),
            self._repeats(text, row),
            self._correction(row),
            capture,
            self.sources.release_of(release, capture.row, self._saying(row)),
            tuple(steps),
            observation,
            self._series_checks(row["statement_id"]),
            self.sources.history("statements", row),
        )

    def refusal(self, row: Row) -> Refusal:
        release = self.sources.published.row("press_releases", release_id=row["release_id"])
        capture = self.sources.capture(row["capture_id"])
        text, steps = self._text(row["capture_id"], release)
        number = Span(row["mention_start"], row["mention_end"])
        shown, because = None, ""
        if text:
            steps += self.sources.prover.refusal(row, text)
            if number.start < number.end <= len(text.text):
                shown = place(text.text, sentence_around(text.text, text.body_start, number), number)
            refused = self.sources.rereader.extraction(text).refusals
            because = next((each.because for each in refused if each.span == number), "")
        return Refusal(
            row,
            self.meanings.attributes(
                REFUSALS, row, {"reason": because}, ("mention_text", "reason", "first_seen", "last_seen")
            ),
            shown or published_place(row["mention_text"], number.start, number),
            self._correction(row),
            capture,
            self.sources.release_of(release, capture.row, self._refused_in(row)),
            tuple(steps),
            self.sources.history("refusals", row),
        )

    def observation(self, row: Row, *, traced: bool = True) -> Observation:
        """`traced`: with its chosen statement followed to the bytes, and its own history."""
        published = self.sources.published
        said = published.rows("statements", observation_id=row["observation_id"])
        releases = {
            release["release_id"]: release
            for release in published.rows("press_releases", release_id={each["release_id"] for each in said})
        }
        chosen = next((each for each in said if each["statement_id"] == row["chosen_statement_id"]), None)
        rule = PREFERENCES.get(row["preference_rule"])
        candidates = [_candidate(each, chosen, row, releases) for each in said]
        return Observation(
            row,
            self.meanings.attributes(OBSERVATIONS, row, {}),
            tuple(sorted(candidates, key=lambda each: (not each.chosen, each.agrees, each.row["statement_id"]))),
            rule.en if rule else "",
            rule.id if rule else "",
            self._series_checks(row["observation_id"]),
            tuple(self.sources.prover.observation(row)) if traced else (),
            self.statement(chosen, observed=False) if traced and chosen else None,
            self.sources.history("observations", row) if traced else None,
        )

    def _text(self, capture_id: str, release: Row) -> tuple[ReleaseText | None, list[Step]]:
        steps = list(self.sources.prover.release(release, capture_id))
        try:
            return self.sources.rereader.text(capture_id), steps
        except Unreadable:
            return None, steps

    def _because(self, text: ReleaseText | None, row: Row) -> Mapping[str, str]:
        """The extractor's reasons by column, where the installed one reads the same number there; and what a person set."""
        if text is None:
            return {}
        span = Span(row["value_start"], row["value_end"])
        figures = [each for each in self.sources.rereader.extraction(text).figures if each.value_span == span]
        again = [each for each in figures if each.rule_id == row["rule_id"]]
        if not again:
            return {}
        reasons = _reasons(again[0])
        for name in reasons:
            if hasattr(again[0], name) and cell(getattr(again[0], name)) != cell(row[name]):
                who = (
                    f"set by correction {row['correction_id']}"
                    if row["correction_id"]
                    else "the installed code differs"
                )
                reasons[name] = (
                    f"{who}; the extractor reads {cell(getattr(again[0], name)) or 'nothing'}: {reasons[name]}"
                )
        return reasons

    def _saying(self, row: Row) -> Saying:
        def saying(text: ReleaseText) -> tuple[bool, str]:
            rows, _ = self.sources.rereader.rows(text, row["release_id"])
            by_id = {each["statement_id"]: each for each in rows}
            found = by_id.get(row["statement_id"]) or by_id.get(row["superseded_by"] or "")
            if found is None:
                return (True, row["quote"]) if row["quote"] in text.text else (False, _likest(row["quote"], text))
            same = all(found[name] == row[name] for name in ("statement_id", "quote", "value_text"))
            return same, found["quote"]

        return saying

    def _refused_in(self, row: Row) -> Saying:
        """A refusal has no id: in another text it is the same where that refuses the same number for the same reason."""

        def saying(text: ReleaseText) -> tuple[bool, str]:
            _, rows = self.sources.rereader.rows(text, row["release_id"])
            same = [r for r in rows if (r["mention_text"], r["reason"]) == (row["mention_text"], row["reason"])]
            return bool(same), row["mention_text"] if same else ""

        return saying

    def _repeats(self, text: ReleaseText | None, row: Row) -> tuple[Place, ...]:
        if text is None:
            return ()
        ends = len(text.text)
        told = [span for span in spans(row["repeats"]) if span.start < span.end <= ends]
        found = [place(text.text, sentence_around(text.text, text.body_start, span), span) for span in told]
        return tuple(each for each in found if each)

    def _correction(self, row: Row) -> Row | None:
        name = row["correction_id"]
        found = self.sources.published.rows("corrections", correction_id=name) if name else []
        return found[0] if found else None

    def _series_checks(self, name: str) -> tuple[Row, ...]:
        """The checks that an observation or a statement enters."""
        published, column = self.sources.published, "observation_ids" if name.startswith("o-") else "statement_ids"
        if not published.has("series_checks"):
            return ()
        listed = published.table("series_checks", ["observation_id", column]).to_pylist()
        wanted = {row["observation_id"] for row in listed if f'"{name}"' in (row[column] or "")}
        found = published.rows("series_checks", observation_id=wanted) if wanted else []
        return tuple(row for row in found if f'"{name}"' in row[column])


def _place(text: ReleaseText | None, row: Row) -> Place:
    number, quote = Span(row["value_start"], row["value_end"]), Span(row["quote_start"], row["quote_end"])
    shown = place(text.text, quote, number) if text else None
    return shown or published_place(row["quote"], row["quote_start"], number)


def _likest(quote: str, text: ReleaseText) -> str:
    """The sentence of a text that is most like the quote; '' where none is."""
    told = [span.of(text.text) for span in sentences(fold(text.text).plain, text.body_start)]
    return next(iter(get_close_matches(quote, told, 1)), "")


def _standing(row: Row, release: Row) -> str:
    if by := row["superseded_by"]:
        instead = f"it says {by} instead" if by.startswith("s-") else "nothing took its place"
        return f"Withdrawn: a later text of the release does not say it any more; {instead}."
    if release["source_state"] == "gone":
        return "Current: the last text of its release says it, which no address carries any more."
    return "Current: the newest text of its release says it."


def _reasons(figure: Figure) -> dict[str, str]:
    """`because` of the extractor under the names of the columns."""
    why = dict(figure.because)
    reasons = {"value": f"read by rule {figure.rule_id}, version {figure.rule_version}"}
    columns = {
        "unit": ("unit",),
        "qualifier": ("qualifier",),
        "time": ("time_start", "time_end", "time_kind"),
        "status": ("status",),
        "area": ("ref_area",),
        "indicator": ("indicator_id",),
    }
    for name, told in columns.items():
        if name in why:
            reasons |= dict.fromkeys(told, why[name])
    reasons["counted"] = "the noun phrase" if figure.counted else "the text names nothing"
    reasons["speaker"] = "named in this sentence or quotation" if figure.speaker else "nobody named"
    reasons["program_id"] = "a word for it near by" if figure.program_id else "no word for one"
    return reasons


def _candidate(row: Row, chosen: Row | None, observation: Row, releases: Mapping[str, Row]) -> Candidate:
    release = releases.get(row["release_id"], {})
    is_chosen = chosen is row
    agrees = chosen is not None and (row["value"], row["value_max"]) == (chosen["value"], chosen["value_max"])
    if is_chosen:
        rule = PREFERENCES.get(observation["preference_rule"])
        why = f"chosen: {rule.en if rule else observation['preference_rule']}"
    elif agrees:
        why = "gives the chosen value"
    else:
        decided = _decided(row, chosen, releases)
        why = f"not chosen: {PREFERENCES[decided].en} ({decided})"
    return Candidate(row, release.get("title", ""), cell(release.get("published_on")), agrees, is_chosen, why)


def _decided(row: Row, chosen: Row | None, releases: Mapping[str, Row]) -> str:
    """The first of the preferences that tells a statement from the chosen one."""
    if chosen is None:
        return "first_in_order"
    one, other = _preferred(row, releases), _preferred(chosen, releases)
    return next((name for name in one if one[name] != other[name]), "first_in_order")


def _preferred(row: Row, releases: Mapping[str, Row]) -> dict[str, object]:
    """What load/sql/observations.sql orders by, in its order, under the names of its rules."""
    release = releases.get(row["release_id"], {"body_start": 0, "title": "", "published_on": None})
    headline = row["value_start"] < release["body_start"] or row["quote"].lower() in release["title"].lower()
    return {
        "body_before_headline": headline,
        "stated_before_inferred": row["time_basis"] != "stated",
        "exact_before_rounded": row["qualifier"] != "exact",
        "official_before_quoted": row["speaker"] is not None,
        "later_release": release["published_on"],
        "more_certain": row["confidence"],
    }
