"""Markdown that holds what a page says: nothing in it becomes a heading, a list, a link, a cell's border or HTML."""

import re

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&:@$]|^[#+\-=]|(?<=\bwww)\.|(?:(?<=^\d)|(?<=^\d\d))[.)](?=\s))", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_PLAIN = re.compile(r"[\w./-]+", re.ASCII)


def escaped(text: str) -> str:
    """On one line, every character that means something to Markdown (CommonMark, and GitHub's tables and links) taken literally."""
    return _SPECIAL.sub(r"\\\1", _UNSEEN.sub(" ", text).strip())


def code(text: str) -> str:
    """An id or a name of ours as a code span; what does not look like one is escaped."""
    return f"`{text}`" if _PLAIN.fullmatch(text) else escaped(text)


def shortened(text: str, most: int = 120) -> str:
    """The beginning of a long text, before it is escaped."""
    return text if len(text) <= most else text[: most - 1] + "…"
