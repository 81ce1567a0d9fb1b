"""What a correction says, as immutable values, and the reading of the files."""

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError, model_validator
from pydantic.dataclasses import dataclass

from pipeline.errors import UsageError

FOLDER = Path(__file__).parent
"""Where the project's own corrections lie, one TOML file or several."""

SETTABLE = (
    "indicator_id", "program_id", "ref_area", "time_start", "time_end", "time_text", "time_kind", "time_basis", "status",
    "qualifier", "unit", "counted", "scope_total", "speaker",
)  # fmt: skip
"""Columns that a correction may set. The value is none of them: it follows from the words of the number, always."""

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{2,79}$")]
Cells = Mapping[str, str]
"""Column -> cell as it reads in CSV; the empty text is null."""


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Correction:
    """One [[correction]].

    statement_id: of the row to correct; for `add`, left out. release_id: always.
    expect: what stands there now, of the statement; for `add`, of the refusal (its `reason`) that the figure was taken for.
    set: override and add: the new cells. reason: drop: the code of reasons.toml that the number is refused for.
    value_start, value_end, value_text: add: where the number stands in the release text, and its words.
    """

    correction_id: Name
    action: Literal["drop", "override", "flag", "add"]
    release_id: Annotated[str, StringConstraints(pattern=r"^r-")]
    who: Text
    when: dt.date
    why: Text
    evidence: Text
    expect: Annotated[Cells, Field(min_length=1)]
    statement_id: Annotated[str, StringConstraints(pattern=r"^(s-.*)?$")] = ""
    set: Cells = Field(default_factory=dict)
    reason: str = ""
    value_start: Annotated[int, Field(ge=0)] | None = None
    value_end: Annotated[int, Field(ge=1)] | None = None
    value_text: str = ""

    @model_validator(mode="after")
    def _fields_fit_the_action(self) -> Self:
        if unknown := sorted(set(self.set) - set(SETTABLE)):
            raise ValueError(f"set: {', '.join(unknown)} cannot be set; these can: {', '.join(SETTABLE)}")
        if (self.action == "add") == bool(self.statement_id):
            raise ValueError("statement_id: every action but add needs it, and add has none")
        if (self.action in ("override", "add")) != bool(self.set):
            raise ValueError("set: override and add need it, and no other action has it")
        if (self.action == "drop") != bool(self.reason):
            raise ValueError("reason: drop needs it, and no other action has it")
        place = (self.value_start is not None, self.value_end is not None, bool(self.value_text))
        if set(place) != {self.action == "add"}:
            raise ValueError("value_start, value_end, value_text: add needs all three, and no other action has them")
        if self.action == "override" and (silent := sorted(set(self.set) - set(self.expect))):
            raise ValueError(f"expect: say what stands in {', '.join(silent)} before the correction")
        return self


_CORRECTIONS = TypeAdapter(tuple[Correction, ...])


def load_corrections(folder: Path = FOLDER) -> tuple[Correction, ...]:
    """Every correction of the folder's TOML files, in order of name. UsageError names the file and the correction that is wrong."""
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.", "Name the folder that holds the corrections' TOML files.")
    found: list[Correction] = []
    for path in sorted(folder.glob("*.toml")):
        found += _read(path)
    for what in ("correction_id", "statement_id"):
        counted = Counter(name for correction in found if (name := getattr(correction, what)))
        if twice := sorted(name for name, count in counted.items() if count > 1):
            raise UsageError(
                f"The corrections name {what} {', '.join(twice)} more than once.",
                "Make one correction of them: one row has one correction, and one correction one name.",
            )
    return tuple(sorted(found, key=lambda correction: correction.correction_id))


def _read(path: Path) -> tuple[Correction, ...]:
    try:
        document = tomllib.loads(path.read_text("utf-8"))
        if unknown := sorted(document.keys() - {"correction"}):
            raise UsageError(f"{path.name}: {unknown[0]} is not known.", "Begin each correction with [[correction]].")
        return _CORRECTIONS.validate_python(document.get("correction", []))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = _name(document["correction"], first["loc"])
        key = ".".join(str(part) for part in first["loc"][1:])
        raise UsageError(
            f"{path.name}, correction {name}: {key + ': ' if key else ''}{first['msg']}.",
            "kotacerdas correct ID writes a correction with all its keys; the README beside the files says what each means.",
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}", "Mend the place that is named.") from error


def _name(corrections: Any, place: tuple[int | str, ...]) -> str:
    """Of the correction in which an error was found: its own name where it has one, else its number in the file."""
    if place and isinstance(place[0], int) and isinstance(corrections, list):
        entry = corrections[place[0]]
        return str(entry.get("correction_id", f"number {place[0] + 1}")) if isinstance(entry, dict) else "?"
    return "list"
