"""What must hold of the codebook's files: one list of problems, each with its file and entry. `essentials` are asked at every load."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.errors import UsageError
from pipeline.extract.codebook import areas, numerals, patterns, words
from pipeline.extract.codebook.problem import Problem
from pipeline.extract.confidence import GROUPS
from pipeline.schema.values import MEASURES

Documents = Mapping[str, Any]
"""Each TOML file of the codebook as parsed, and the rows of areas.csv, by file name."""

_NAMES = ("label_en", "label_id")
_TEXTS = (*_NAMES, "definition_en", "definition_id")
_MEANING = ("concept_en", "concept_id", "interpretation_en", "interpretation_id", "measure")
_COMPONENTS = ("components_en", "components_id")
_ENTRIES: Mapping[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    "indicators.toml": (
        "indicator",
        "indicator_id",
        (*_TEXTS, *_MEANING, "unit", "units", "programs", "examples", "counterexamples"),
        (
            *_COMPONENTS,
            "noun",
            "noun_optional",
            "acts",
            "programme_acts",
            "with",
            "not",
            "context",
            "areas",
            "default",
            "threshold",
            "happens",
            "scale",
        ),
    ),
    "programs.toml": ("program", "program_id", (*_TEXTS, "cues"), ("again",)),
    "units.toml": ("unit", "unit_id", (*_TEXTS, "kind", "words"), ()),
    "reasons.toml": ("reason", "reason_id", _TEXTS, ()),
    "refusals.toml": ("refusal", "reason", ("pattern", "note"), ("case", "body_only", "always")),
    "currencies.toml": ("currency", "code", ("before", "after"), ()),
    "confidence.toml": ("group", "group_id", ("figures", "right"), ()),
}
"""File -> name of its entries, the field that names an entry, fields that it must have, fields that it may have."""

_MAY_BE_EMPTY = ("programs", "words", "before", "after")
_FEWEST_EXAMPLES, _FEWEST_COUNTEREXAMPLES = 2, 1


def problems(documents: Documents) -> list[Problem]:
    """All that is wrong without running an example; empty if the codebook is sound."""
    if found := list(_fields(documents)):
        return found  # the other checks read these fields
    return [
        *essentials(documents),
        *_repeated_labels(documents),
        *_examples(documents),
        *_counts(documents),
        *words.problems(documents),
        *patterns.problems(documents),
        *areas.problems(documents),
    ]


def check_essentials(documents: Documents) -> None:
    """UsageError for the first mistake that would make the output wrong or reading fail."""
    for problem in essentials(documents):
        raise UsageError(f"{problem}.", "Mend the entry; `kotacerdas codebook check` lists all problems.")


def essentials(documents: Documents) -> Iterator[Problem]:
    yield from areas.incomplete(documents)
    yield from numerals.problems(documents)
    yield from _references(documents)


def _references(documents: Documents) -> Iterator[Problem]:
    """Ids listed twice, and names of units, programmes, areas and reasons that no file lists."""
    listed = {name: _ids(documents, name) for name in _ENTRIES}
    units, programs = listed["units.toml"], listed["programs.toml"]
    area_ids = {row["area_id"] for row in documents["areas.csv"]}
    for name, ids in listed.items():
        if name != "refusals.toml":
            yield from (
                Problem(name, entry, "is listed twice") for entry in sorted({i for i in ids if ids.count(i) > 1})
            )
    for entry in documents["indicators.toml"]["indicator"]:
        at = ("indicators.toml", entry["indicator_id"])
        yield from _unlisted(at, "unit", (entry["unit"], *entry["units"]), "units.toml", units)
        yield from _unlisted(at, "programme", entry["programs"], "programs.toml", programs)
        yield from _unlisted(at, "area", entry.get("areas", ()), "areas.csv", area_ids)
        yield from _unlisted(at, "measure", (entry["measure"],), "pipeline/schema/values.py", MEASURES)
        if len({field in entry for field in _COMPONENTS}) > 1:
            yield Problem(*at, "names its components in one language only")
        yield from _unlisted(at, "way to happen", (entry.get("happens", "once"),), "README.md", ("yearly", "once"))
        if entry["unit"] not in entry["units"]:
            yield Problem(*at, f"publishes the unit '{entry['unit']}', which is not among its units")
    for code in listed["currencies.toml"]:
        yield from _unlisted(("currencies.toml", code), "unit", (code,), "units.toml", units)
    for reason in dict.fromkeys(listed["refusals.toml"]):
        yield from _unlisted(("refusals.toml", reason), "reason", (reason,), "reasons.toml", listed["reasons.toml"])


def _ids(documents: Documents, name: str) -> list[str]:
    table, key, *_ = _ENTRIES[name]
    return [entry[key] for entry in documents[name][table]]


def _unlisted(
    at: tuple[str, str], kind: str, names: Iterable[str], name: str, listed: Iterable[str]
) -> Iterator[Problem]:
    known = set(listed)
    yield from (Problem(*at, f"has the {kind} '{n}', which {name} does not list") for n in names if n not in known)


def _fields(documents: Documents) -> Iterator[Problem]:
    """Missing, empty and unknown fields: a misspelt field would be read as an absent one."""
    for name, (table, key, required, optional) in _ENTRIES.items():
        if table not in documents[name]:
            yield Problem(name, f"[[{table}]]", "is missing: the file has no entry")
        for position, entry in enumerate(documents[name].get(table, ()), start=1):
            at = (name, str(entry.get(key, f"entry {position}")))
            for field in (key, *required):
                if field not in entry:
                    yield Problem(*at, f"has no {field}")
                elif entry[field] in ("", []) and field not in _MAY_BE_EMPTY:
                    yield Problem(*at, f"has an empty {field}")
            for field in sorted(set(entry) - {key, *required, *optional}):
                yield Problem(*at, f"has a field '{field}' that nothing reads")


def _repeated_labels(documents: Documents) -> Iterator[Problem]:
    """Two codes under one label cannot be told apart by a reader."""
    for name, (table, key, required, _) in _ENTRIES.items():
        for label in (field for field in _NAMES if field in required):
            seen: dict[str, str] = {}
            for entry in documents[name][table]:
                first = seen.setdefault(entry[label].casefold(), entry[key])
                if first != entry[key]:
                    yield Problem(name, entry[key], f"has the same {label} as {first}")


def _examples(documents: Documents) -> Iterator[Problem]:
    for entry in documents["indicators.toml"]["indicator"]:
        yield from _too_few(entry, "examples", _FEWEST_EXAMPLES)
        yield from _too_few(entry, "counterexamples", _FEWEST_COUNTEREXAMPLES)


def _counts(documents: Documents) -> Iterator[Problem]:
    """Counts that are none, and groups of figures without or beyond theirs."""
    entries = documents["confidence.toml"]["group"]
    listed = {entry["group_id"] for entry in entries}
    for group in (group for group in GROUPS if group not in listed):
        yield Problem("confidence.toml", group, "is not counted; `make confidence` writes the file anew")
    for entry in entries:
        if entry["group_id"] not in GROUPS:
            yield Problem("confidence.toml", entry["group_id"], "is a group that no figure is of")
        if not (isinstance(entry["figures"], int) and isinstance(entry["right"], int)):
            yield Problem("confidence.toml", entry["group_id"], "has a count that is no whole number")
        elif not 0 <= entry["right"] <= entry["figures"]:
            yield Problem(
                "confidence.toml", entry["group_id"], f"has {entry['right']} right of {entry['figures']} figures"
            )


def _too_few(entry: Mapping[str, Any], field: str, fewest: int) -> Iterator[Problem]:
    given: Sequence[str] = entry[field]
    if len(given) < fewest:
        yield Problem("indicators.toml", entry["indicator_id"], f"has {len(given)} {field}; it needs {fewest}")
