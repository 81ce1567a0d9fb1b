"""A correction to fill in, with what stands in the row now: what `kotacerdas correct` writes."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from pipeline.gate.corrections.apply import cell
from pipeline.gate.corrections.rules import SETTABLE


def skeleton(statement: Mapping[str, Any], today: date, evidence: str) -> str:
    """TOML of one override. `evidence`: an address that shows the sentence."""
    number = f"{statement['qualifier']} {cell(statement['value'])} {statement['unit']}"
    cells = "\n".join(f"{name} = {_text(cell(statement.get(name)))}" for name in SETTABLE)
    return f"""# {number}, written "{_line(statement["value_text"])}". Its sentence:
#   {_line(statement["quote"])}
[[correction]]
correction_id = "{today:%Y-%m-%d}-{statement["statement_id"][2:10]}"
action = "override"             # or "flag" (leave out `set`), or "drop" (leave it out, and give a `reason` of reasons.toml)
statement_id = "{statement["statement_id"]}"
release_id = "{statement["release_id"]}"
who = ""                        # your name
when = {today:%Y-%m-%d}
why = ""                        # what was misread
evidence = {_text(evidence)}

# What the columns should say. Keep those that you correct, take out the others.
[correction.set]
{cells}

# What they say now: at least those of `set`. Where one of them changes, the correction fails by name, for you to look again.
[correction.expect]
{cells}
"""


def _text(value: str) -> str:
    """A TOML string; JSON's escapes are TOML's."""
    return json.dumps(value, ensure_ascii=False)


def _line(text: str) -> str:
    """Fit for a comment: one line, nothing that TOML forbids there."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
