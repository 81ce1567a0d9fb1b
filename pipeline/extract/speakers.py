"""Speakers: who says a figure, from quotations and reporting verbs within its sentence."""

import re
from collections.abc import Sequence

from pipeline.extract.codebook import Codebook
from pipeline.model import Span

_NAME = r"[A-Z][\w'’-]*\.?(?:\s(?:[A-Z][\w'’-]*\.?|[A-Z]\.))*"


class SpeakerReader:
    """One for each text. Names are resolved to the longest form of the name that the text holds."""

    def __init__(self, plain: str, sentences: Sequence[Span], codebook: Codebook) -> None:
        verbs = codebook.words["reporting"]
        before = "|".join(sorted(map(re.escape, verbs["before_name"]), key=len, reverse=True))
        after = "|".join(map(re.escape, verbs["after_name"]))
        self.pronouns = re.compile(
            "|".join(map(re.escape, verbs["pronoun"])) + r"|(?:[Ii]a|[Dd]ia|[Bb]eliau) (?:" + after + ")"
        )
        self.named = re.compile(
            rf"\b(?i:{before})(?:\s(?:oleh|dari))?\s(?P<name>(?:{_NAME})(?:\s(?:dan|Dan)\s{_NAME})?)"
        )
        self.naming = re.compile(rf"(?P<name>{_NAME}(?:\s\([A-Z]\w*\))?)\s(?:\w+\s)?(?:{after})\b")
        self.headline = re.compile(rf"^(?:[^,:]{{1,80}},\s)?(?P<name>{_NAME}):\s")
        self.titles = frozenset(verbs["titles"])
        self.plain, self.sentences = plain, sentences
        self.full = sorted(
            {match.group() for match in re.finditer(r"[A-Z][\w'-]+(?:\s[A-Z][\w'.-]*){1,3}", plain)}, key=len
        )
        self.cache: dict[int, str | None] = {}

    def of(self, sentence: int) -> str | None:
        if sentence not in self.cache:
            self.cache[sentence] = self._find(sentence)
        return self.cache[sentence]

    def has_report(self, sentence: int) -> bool:
        text = self.sentences[sentence].of(self.plain)
        return any(pattern.search(text) for pattern in (self.named, self.naming, self.pronouns))

    def _find(self, sentence: int) -> str | None:
        text = self.sentences[sentence].of(self.plain)
        for pattern in (self.headline, self.named, self.naming):
            for match in pattern.finditer(text):
                if name := self.without_titles(match["name"]):
                    return name
        if self.pronouns.search(text) and sentence:
            return self.of_nearest_name(sentence)
        if '"' in text and text.count('"') % 2:
            return self.of_quotation(sentence)
        return None

    def of_nearest_name(self, sentence: int) -> str | None:
        """A pronoun stands for the speaker named last, a few sentences back at most."""
        for earlier in range(sentence - 1, max(-1, sentence - 6), -1):
            text = self.sentences[earlier].of(self.plain)
            for pattern in (self.named, self.naming):
                if (match := pattern.search(text)) and (name := self.without_titles(match["name"])):
                    return name
        return None

    def of_quotation(self, sentence: int) -> str | None:
        """An opened quotation closes in a later sentence that names the speaker."""
        for later in range(sentence + 1, min(len(self.sentences), sentence + 6)):
            text = self.sentences[later].of(self.plain)
            if match := self.named.search(text):
                return self.without_titles(match["name"])
            if self.pronouns.search(text):
                return self.of_nearest_name(later)
        return None

    def without_titles(self, found: str) -> str | None:
        words = found.split()
        while len(words) > 1 and words[0].lower().strip(".") in self.titles:
            words.pop(0)
        name = " ".join(words).strip(" .,")
        longer = [
            full for full in self.full if name in full and full != name and full.split()[0].lower() not in self.titles
        ]
        return longer[0] if longer and len(words) == 1 and name[0].isupper() else name or None
