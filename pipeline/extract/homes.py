"""Whose region a speaker speaks of: the place in the office that a person is named with."""

from collections.abc import Sequence

from pipeline.extract.gazetteer import Area
from pipeline.extract.places import Places
from pipeline.extract.speakers import SpeakerReader
from pipeline.extract.tokens import Token


class Homes:
    """The places of one text's speakers: 'ujar Sari, guru di Kabupaten Bogor', 'Kepala Dinas Kesehatan Kota Bogor Sari'."""

    def __init__(
        self,
        tokens: Sequence[Token],
        bounds: Sequence[tuple[int, int]],
        places: Places,
        speakers: SpeakerReader,
    ) -> None:
        self.tokens, self.places, self.speakers = tokens, places, speakers
        self.homes: dict[str, Area] = {}
        for number, (first, last) in enumerate(bounds):
            name = speakers.name_in(number)
            if name and name not in self.homes and (area := self.of_office(name, first, last)):
                self.homes[name] = area

    def of_speaker(self, sentence: int, start: int) -> Area | None:
        """For what stands at `start`; what tells of the speaker behind the quotation is not said by him."""
        if not self.homes or not self.speakers.says(sentence, start):
            return None
        name = self.speakers.said(sentence)
        return self.homes.get(name) if name else None

    def of_office(self, name: str, first: int, last: int) -> Area | None:
        """The one place in the office behind the name, between commas, or in the one before it."""
        words = name.lower().split()
        texts = [token.text for token in self.tokens[first:last]]
        at = next((i for i in range(len(texts)) if texts[i] == words[0] or texts[i] == words[-1]), None)
        if at is None:
            return None
        end = at
        while end < len(texts) and texts[end] in words:
            end += 1
        start = at
        while start and at - start < _LONGEST and (texts[start - 1] in _WITHIN or self.is_office(first + start - 1)):
            start -= 1
        behind = end
        if texts[end : end + 1] == [","] or texts[end : end + 1] == ["dari"]:
            behind = next((i for i in range(end + 1, min(len(texts), end + _LONGEST)) if texts[i] in _ENDS), end)
        for low, high in ((end, behind), (start, at)):
            found = self.places.within(first + low, first + high, bare=True)
            if len({area.code for _, area in found}) == 1 and self.is_held(first + low, found[0][0]):
                return found[0][1]
        return None

    def is_office(self, index: int) -> bool:
        token = self.tokens[index]
        return token.kind == "w" and (self.places.plain[token.start].isupper() or token.text in self.speakers.titles)

    def is_held(self, first: int, index: int) -> bool:
        """'Guru di Bogor' is; 'di Bogor' alone is where it was said."""
        before = self.tokens[index - 1] if index else None
        return before is None or before.text != "di" or index - first > 2


_LONGEST = 14
_WITHIN = frozenset(("di", "dari", "dan", ",", "."))
_ENDS = frozenset((",", ".", '"', ";", "\n", "("))
