"""Checks of numerals.toml: each word's value is an exact decimal, and positive but for the digit zero."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pipeline.extract.codebook.problem import Problem

TABLES = ("digits", "tens", "scales", "abbreviated_scales", "scaled_units", "fractions", "parts")
"""The tables of words with a value."""

_DECIMAL = re.compile(r"[0-9]{1,20}(?:\.[0-9]{1,9})?")


def problems(documents: Mapping[str, Any]) -> Iterator[Problem]:
    for table in TABLES:
        for word, value in documents["numerals.toml"][table].items():
            at = ("numerals.toml", f"[{table}] {word}")
            if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
                yield Problem(*at, f'has {value!r}; its value must be a positive decimal in quotes, as "50"')
            elif not Decimal(value) and table != "digits":
                yield Problem(*at, "has the value zero; it must be positive")
