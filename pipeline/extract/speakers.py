"""Speakers: who says a figure, from quotations and reporting verbs within its sentence or quotation."""

import re
from collections.abc import Sequence

from pipeline.extract.codebook import Codebook
from pipeline.model import Span

# At most eight words, so that matching stays linear; a full stop only after an initial, for it may end the sentence.
_WORD = r"(?:[A-Z]\.|[A-Z][\w'-]*)"
_NAME = rf"{_WORD}(?:\s{_WORD}){{0,7}}"
_APPOSITION = re.compile(rf",\s(?P<name>{_NAME}),")
_REACH = 6
"""Sentences that a quotation or a pronoun is followed over."""


class SpeakerReader:
    """One for each text. Names are resolved to the longest form of the name that the text holds."""

    def __init__(self, plain: str, sentences: Sequence[Span], codebook: Codebook) -> None:
        verbs = codebook.words["reporting"]
        before, after, pronoun = (
            "|".join(sorted(map(re.escape, verbs[key]), key=len, reverse=True))
            for key in ("before_name", "after_name", "pronoun")
        )
        self.pronouns = re.compile(
            rf"\b(?:{pronoun})\b|\b(?:[Ii]a|[Dd]ia|[Bb]eliau|[Dd]irinya)\s(?:\w+\s)?(?:{after})\b"
        )
        self.named = re.compile(rf"\b(?i:menurut|kata|berdasarkan\sdata|{before})\s(?:oleh\s|dari\s)?(?P<name>{_NAME})")
        self.naming = re.compile(rf"\b(?:Data\s)?(?P<name>{_NAME})(?:\s\([A-Z]\w*\))?\s(?:\w+\s)?(?:{after})\b")
        self.headline = re.compile(rf"(?:^|,\s|[Tt]entang\s)(?P<name>{_NAME}):\s")
        self.titles = frozenset(verbs["titles"])
        self.plain, self.sentences = plain, sentences
        self.quoted = _quoted(plain, sentences)
        self.reports: dict[int, bool] = {}
        self.names: dict[int, str | None] = {}
        self.full: dict[str, str] | None = None

    def of_sentence(self, sentence: int, starts: Sequence[int]) -> list[str | None]:
        """The speaker of what stands at each start in the sentence; None where the sentence or quotation names none."""
        span = self.sentences[sentence]
        headline = self.headline.search(span.of(self.plain))
        colon = span.start + headline.end() if headline else span.end
        titled = self.without_titles(headline["name"]) if headline else None
        said = self.said(sentence)
        return [titled if headline and colon <= start else said for start in starts]

    def said(self, sentence: int) -> str | None:
        if name := self.name_in(sentence):
            return name
        if self.pronouns.search(self.sentences[sentence].of(self.plain)):
            return self.named_before(sentence)
        return self.after_quotation(sentence) if self.quoted[sentence] else None

    def has_report(self, sentence: int) -> bool:
        """Whether the sentence says that somebody said something."""
        if sentence not in self.reports:
            text = self.sentences[sentence].of(self.plain)
            self.reports[sentence] = any(p.search(text) for p in (self.named, self.naming, self.pronouns))
        return self.reports[sentence]

    def name_in(self, sentence: int) -> str | None:
        if sentence not in self.names:
            self.names[sentence] = self.first_name(self.sentences[sentence].of(self.plain))
        return self.names[sentence]

    def first_name(self, text: str) -> str | None:
        for pattern in (self.named, self.naming):
            for match in pattern.finditer(text):
                name = self.without_titles(match["name"])
                titled = self.is_office(match["name"])
                if pattern is self.named and titled and (behind := _APPOSITION.match(text, match.end("name"))):
                    return self.without_titles(behind["name"])
                if name:
                    return name
        return None

    def named_before(self, sentence: int) -> str | None:
        """A pronoun stands for the speaker named last, a few sentences back at most."""
        for earlier in range(sentence - 1, max(-1, sentence - _REACH), -1):
            if name := self.name_in(earlier):
                return name
        return None

    def after_quotation(self, sentence: int) -> str | None:
        """The first sentence from here on, within the quotation or right after it, that says who speaks."""
        for later in range(sentence + 1, min(len(self.sentences), sentence + _REACH)):
            if name := self.name_in(later):
                return name
            if self.pronouns.search(self.sentences[later].of(self.plain)):
                return self.named_before(later)
            if not self.quoted[later]:
                return None
        return None

    def is_office(self, found: str) -> bool:
        return found.split()[0].lower().strip(".") in self.titles

    def without_titles(self, found: str) -> str | None:
        """The bare name in its fullest form; an office named without its holder stays as it is."""
        words = self.bare(found)
        if not words or words[0] in _NO_NAMES:
            return None
        name = " ".join(words)
        full = self.fullest().get(words[0], name)
        return full if full.startswith(name) else name

    def bare(self, found: str) -> list[str]:
        words = found.split()
        while len(words) > 1 and words[0].lower().strip(".") in self.titles:
            words.pop(0)
        return words

    def fullest(self) -> dict[str, str]:
        """By first word, the first full name in the text that it begins, in its longest form."""
        if self.full is None:
            self.full = {}
            for match in re.finditer(rf"\b{_NAME}", self.plain):
                words = self.bare(match.group())
                if 1 < len(words) < 5 and words[0].lower() not in self.titles:
                    name = " ".join(words)
                    if name.startswith(self.full.setdefault(words[0], name)):
                        self.full[words[0]] = name
        return self.full


def _quoted(plain: str, sentences: Sequence[Span]) -> list[bool]:
    """Whether each sentence begins inside a quotation or with one; a line break closes what was left open."""
    quoted, opened, position = [], False, 0
    for span in sentences:
        gap = plain[position : span.start]
        opened = False if "\n" in gap else opened ^ (gap.count('"') % 2 == 1)
        quoted.append(opened or plain.startswith('"', span.start))
        opened ^= plain.count('"', *span) % 2 == 1
        position = span.end
    return quoted


_NO_NAMES = frozenset(
    "Menurut Ia Dia Dirinya Beliau Data Hal Dalam Pada Selain Berdasarkan Kami Kita Triwulan Hasil Untuk Di Saat".split()
)
