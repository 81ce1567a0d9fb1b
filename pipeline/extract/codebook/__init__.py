"""The codebook: the lists and words that extraction reads by, kept as TOML and CSV beside this file, and their loader."""

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from pipeline.errors import UsageError
from pipeline.extract.codebook import checks, numerals, patterns
from pipeline.extract.codebook.problem import Problem
from pipeline.extract.codebook.words import RULE_PARTS
from pipeline.extract.confidence import Count, shares
from pipeline.extract.phrases import Phrases
from pipeline.extract.stems import Stems
from pipeline.identity import sha256_hex
from pipeline.schema import INDICATORS

Row = Mapping[str, Any]

FILES = (
    "areas.csv",
    "confidence.toml",
    "currencies.toml",
    "indicators.toml",
    "numerals.toml",
    "places.toml",
    "programs.toml",
    "reasons.toml",
    "refusals.toml",
    "units.toml",
    "words.toml",
)


@dataclass(frozen=True, slots=True)
class Recogniser:
    """One refusal pattern; the fields are those of refusals.toml's head. `bounded`: the group x bounds the span."""

    reason: str
    pattern: re.Pattern[str]
    cased: bool
    bounded: bool
    body_only: bool
    always: bool
    note: str


@dataclass(frozen=True, slots=True)
class Numerals:
    """Number words with their exact values; `vague` are those that name no number."""

    digits: Mapping[str, Decimal]
    tens: Mapping[str, Decimal]
    scales: Mapping[str, Decimal]
    abbreviated_scales: Mapping[str, Decimal]
    scaled_units: Mapping[str, Decimal]
    fractions: Mapping[str, Decimal]
    parts: Mapping[str, Decimal]
    vague: frozenset[str]


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """When a figure is read as an indicator; the score's points are in indicators.toml's head."""

    indicator_id: str
    unit: str
    units: frozenset[str]
    needs_noun: bool
    noun_optional: bool
    needs_with: bool
    context: tuple[str, ...]
    areas: frozenset[str]
    default: int
    threshold: int
    happens: str
    scale: tuple[Decimal, Decimal] | None
    programs: tuple[str, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Codebook:
    """Rows fit for the code list tables, and the words that the rules read, prepared for look-up.

    Equal only to itself, so that look-ups can be cached by it; compare `sha256` to know whether two say the same.
    """

    sha256: str
    indicators: tuple[Row, ...]
    programs: tuple[Row, ...]
    units: tuple[Row, ...]
    areas: tuple[Row, ...]
    reasons: tuple[Row, ...]
    words: Mapping[str, Mapping[str, list[str]]]
    numerals: Numerals
    recognisers: tuple[Recogniser, ...]
    unit_words: Phrases
    measure_words: Phrases
    rates: Phrases
    currency_before: Phrases
    currency_after: Phrases
    structural_nouns: Phrases
    program_cues: Phrases
    programs_again: Phrases
    qualifiers: Phrases
    qualifiers_after: Phrases
    status_marks: Phrases
    world_cues: Phrases
    nation_cues: Phrases
    venue_events: frozenset[str]
    rules: tuple[IndicatorRule, ...]
    rule_words: Stems
    regions: tuple[str, ...]
    regions_abroad: frozenset[str]
    cities_abroad: Mapping[str, str]
    common_place_words: frozenset[str]
    area_aliases: Mapping[str, str]
    confidence: Mapping[str, float]


@cache
def load_codebook() -> Codebook:
    """The codebook as installed. UsageError names the file that is wrong."""
    return read_codebook(installed_files())


def installed_files() -> dict[str, bytes]:
    """The bytes of the codebook's files as installed, by name. UsageError names the one that is missing."""
    return {name: _installed(name) for name in FILES}


def _installed(name: str) -> bytes:
    try:
        return resources.files(__name__).joinpath(name).read_bytes()
    except OSError as error:
        raise UsageError(
            f"The codebook's file {name} cannot be read: {error.strerror}.",
            f"Put {name} back into pipeline/extract/codebook/.",
        ) from error


def read_codebook(files: Mapping[str, bytes]) -> Codebook:
    """A codebook from the bytes of its files by name, each of FILES present. UsageError names the file that is wrong."""
    with _mendable():
        return _prepare(_parse(files), sha256_hex(b"\0".join(files[name] for name in FILES)))


def problems_of(files: Mapping[str, bytes]) -> list[Problem]:
    """What is wrong with these files, examples not run. UsageError for a file that cannot be parsed."""
    with _mendable():
        return checks.problems(_parse(files))


@contextmanager
def _mendable() -> Iterator[None]:
    """What a wrong file makes fail, as an error that says what to mend."""
    try:
        yield
    except re.error as error:
        raise UsageError(f"refusals.toml: {error}.", "Mend the pattern; each is a regular expression.") from error
    except (ValueError, ArithmeticError) as error:
        raise UsageError(
            f"The codebook holds what cannot be read: {error}.", "Compare the files with their last good version."
        ) from error


def _parse(files: Mapping[str, bytes]) -> dict[str, Any]:
    documents: dict[str, Any] = {name: _toml(name, data) for name, data in files.items() if name.endswith(".toml")}
    documents["areas.csv"] = list(csv.DictReader(io.StringIO(files["areas.csv"].decode("utf-8"))))
    return {name: _named(name, document) for name, document in documents.items()}


class _Table(dict[str, Any]):
    """A table of one file, which names the file when it is asked for a key that it lacks."""

    def __init__(self, file: str, table: Mapping[str, Any]) -> None:
        super().__init__((key, _named(file, value)) for key, value in table.items())
        self.file = file

    def __missing__(self, key: str) -> None:
        raise UsageError(f"{self.file} lacks '{key}'.", "Compare the file with its last good version.")


def _named(file: str, value: Any) -> Any:
    if isinstance(value, dict):
        return _Table(file, value)
    return [_named(file, item) for item in value] if isinstance(value, list) else value


def _toml(name: str, data: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{name} is not valid TOML: {error}", "Mend the file; the message names the place.") from error


def _prepare(documents: Mapping[str, Any], sha256: str) -> Codebook:
    units, currencies = documents["units.toml"]["unit"], documents["currencies.toml"]["currency"]
    indicators, programs = documents["indicators.toml"]["indicator"], documents["programs.toml"]["program"]
    checks.check_essentials(documents)
    nouns = [(word, unit["unit_id"]) for unit in units if unit["kind"] == "noun" for word in unit["words"]]
    measures = [(word, unit["unit_id"]) for unit in units if unit["kind"] == "measure" for word in unit["words"]]
    return Codebook(
        sha256=sha256,
        indicators=tuple(_indicator_row(entry) for entry in indicators),
        programs=tuple(
            _row(p, "program_id", "label_en", "label_id", "definition_en", "definition_id") for p in programs
        ),
        units=tuple(_row(u, "unit_id", "label_en", "label_id", "definition_en", "definition_id") for u in units),
        areas=tuple({key: value or None for key, value in area.items()} for area in documents["areas.csv"]),
        reasons=tuple(documents["reasons.toml"]["reason"]),
        words=documents["words.toml"],
        numerals=_numerals(documents["numerals.toml"]),
        recognisers=tuple(
            _recogniser(entry, documents["refusals.toml"]["fragments"])
            for entry in documents["refusals.toml"]["refusal"]
        ),
        unit_words=Phrases(nouns),
        measure_words=Phrases(measures),
        rates=_grouped({period: documents["words.toml"]["rates"][period] for period in ("d", "h", "s")}),
        currency_before=Phrases((word, c["code"]) for c in currencies for word in c["before"]),
        currency_after=Phrases((word, c["code"]) for c in currencies for word in c["after"]),
        structural_nouns=Phrases(
            (noun, size)
            for size in ("structural", "structural_small")
            for noun in documents["words.toml"]["refused_nouns"][size]
        ),
        program_cues=Phrases((cue, p["program_id"]) for p in programs for cue in p["cues"]),
        programs_again=Phrases((word, p["program_id"]) for p in programs for word in p.get("again", ())),
        qualifiers=_grouped(documents["words.toml"]["qualifiers"]),
        qualifiers_after=_grouped(documents["words.toml"]["qualifiers_after"]),
        status_marks=_grouped(documents["words.toml"]["status"]),
        world_cues=_grouped(documents["words.toml"]["world"]),
        nation_cues=_grouped(documents["words.toml"]["nation"]),
        venue_events=frozenset(documents["words.toml"]["venue"]["events"]),
        rules=tuple(_rule(entry) for entry in indicators),
        rule_words=Stems(_rule_words(indicators)),
        common_place_words=frozenset(documents["places.toml"]["common_words"]["names"]),
        regions=(*documents["places.toml"]["regions"]["names"], *documents["places.toml"]["abroad"]["regions"]),
        regions_abroad=frozenset(documents["places.toml"]["abroad"]["regions"]),
        cities_abroad=documents["places.toml"]["abroad"]["cities"],
        area_aliases=documents["places.toml"]["aliases"],
        confidence=shares(
            {g["group_id"]: Count(g["figures"], g["right"]) for g in documents["confidence.toml"]["group"]}
        ),
    )


def _row(entry: Row, *names: str) -> Row:
    return {name: entry[name] for name in names}


def _indicator_row(entry: Row) -> Row:
    """The entry's fields that are columns of the indicators table; those that it may lack are null."""
    return {
        column.name: entry[column.name] if column.required else entry.get(column.name) for column in INDICATORS.columns
    }


def _numerals(document: Mapping[str, Any]) -> Numerals:
    return Numerals(
        **{name: {word: Decimal(value) for word, value in document[name].items()} for name in numerals.TABLES},
        vague=frozenset(document["vague"]["words"]),
    )


def _recogniser(entry: Row, fragments: Mapping[str, str]) -> Recogniser:
    pattern = re.compile(patterns.whole(entry["pattern"], fragments))
    return Recogniser(
        reason=entry["reason"],
        pattern=pattern,
        cased=entry.get("case", False),
        bounded="x" in pattern.groupindex,
        body_only=entry.get("body_only", False),
        always=entry.get("always", False),
        note=entry["note"],
    )


def _grouped(groups: Mapping[str, list[str]]) -> Phrases:
    """Phrases by the name of their group; a phrase of two words also as one, for portal texts lose spaces ('lebihdari')."""
    listed = [(phrase, name) for name, phrases in groups.items() for phrase in phrases]
    joined = [(phrase.replace(" ", ""), name) for phrase, name in listed if phrase.count(" ") == 1]
    return Phrases(listed + joined)


def _rule_words(indicators: list[Row]) -> Iterator[tuple[str, str]]:
    """Each word of the rules with the label of its indicator and part."""
    for entry in indicators:
        for part in RULE_PARTS:
            for word in entry.get(part, ()):
                yield word, f"{entry['indicator_id']}/{part}"


def _rule(entry: Row) -> IndicatorRule:
    return IndicatorRule(
        indicator_id=entry["indicator_id"],
        unit=entry["unit"],
        units=frozenset(entry["units"]),
        needs_noun="noun" in entry,
        noun_optional=entry.get("noun_optional", False),
        needs_with="with" in entry,
        context=tuple(entry.get("context", ())),
        areas=frozenset(entry.get("areas", ())),
        default=entry.get("default", 0),
        threshold=entry.get("threshold", 2),
        happens=entry.get("happens", ""),
        scale=(Decimal(entry["scale"][0]), Decimal(entry["scale"][1])) if "scale" in entry else None,
        programs=tuple(entry["programs"]),
        examples=tuple(entry["examples"]),
        counterexamples=tuple(entry["counterexamples"]),
    )
