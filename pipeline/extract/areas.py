"""Areas: which place a figure is about, of those that its clause, its sentence and the text name."""

from collections.abc import Sequence

from pipeline.extract.codebook import Codebook
from pipeline.extract.draft import Draft
from pipeline.extract.gazetteer import INDONESIA, WORLD, Area
from pipeline.extract.phrases import Occurrences
from pipeline.extract.places import Places
from pipeline.extract.scenes import Scene


class AreaReader:
    """Chooses the place of a figure."""

    def __init__(self, places: Places, codebook: Codebook) -> None:
        self.places, self.words = places, places.words
        self.world = Occurrences(codebook.world_cues, self.words)
        self.regions = frozenset(codebook.regions)
        self.default = self._default()

    def _default(self) -> Area:
        """The place that the headline names is what the release is about; a host city, a world region, or where someone comes
        from ('Pulang dari Makassar') is not."""
        last = (
            next(
                (i for i, token in enumerate(self.places.tokens) if token.start >= self.places.body_start),
                len(self.places.tokens),
            )
            if self.places.body_start
            else 0
        )
        named = [
            area
            for index, area in self.places.within(0, last, bare=True)
            if area.code != "31" and area.kind in _GOVERNED and self.words[index - 1 : index] != ["dari"]
        ]
        if len({area.code for area in named}) == 1:
            return named[0]
        return INDONESIA if named else self._only(last)

    def _only(self, first: int) -> Area:
        """The one place that a text without a place in its headline is about: its lead tells of it, the text tells of it again,
        and of no other but what it lies in, nor of the nation."""
        last = len(self.words)
        found = self.places.within(first, last)
        codes = {area.code for _, area in found}
        if self.places.nation_in(first, last) or any(area.kind not in _GOVERNED for _, area in found):
            return INDONESIA
        wider = {code for code in codes if any(other.startswith(code) for other in codes - {code})}
        inmost = [(index, area) for index, area in found if area.code not in wider]
        alone = len(codes - wider) == 1 and len(inmost) > 1
        return inmost[0][1] if alone and inmost[0][0] < first + _LEAD else INDONESIA

    def of(self, draft: Draft, scene: Scene, resumed: Area | None, home: Area | None = None) -> Area:
        """The nearest place in the figure's clause, else the world, else the sentence's place before it, else the area of the
        sentence that this one resumes, else the text's topic there, else the headline's. Governments are counted in a country,
        region or province, never in one of themselves, and in a region only where their own sentence names it."""
        area, draft.why["area"] = self._of(draft, scene, resumed or scene.topic, home)
        named = {place for _, place in scene.places}
        one = area.kind in ("regency", "city") or (
            area.kind == "place" and (area.code not in self.regions or area not in named)
        )
        governments = draft.unit == "local_government" and one
        if governments or (draft.unit == "province" and area.kind in ("regency", "city")):
            draft.why["area"] = f"governments are not counted within {area.name}"
            return INDONESIA
        return area

    def _of(self, draft: Draft, scene: Scene, topic: Area | None, home: Area | None) -> tuple[Area, str]:
        if area := self.nearest(draft, *draft.clause):
            return area, "named in its clause"
        if scene.world and draft.unit != "rank":
            return WORLD, "a word for the world in the sentence"
        if self.places.nation_in(*draft.clause):
            return INDONESIA, "a word for the nation in its clause"
        if opening := [found for found in scene.places if found[0] < draft.first]:
            if self.strung(opening) > 2:
                return INDONESIA, "several places before it in the sentence"
            return opening[-1][1], "named before it in the sentence"
        if home:
            return home, "the region of the speaker's office"
        if topic and len(behind := {area for _, area in scene.places}) == 1:
            return next(iter(behind)), "the only place of the sentence"
        if topic:
            return topic, "what the text is about there"
        if self.places.nation.within(*draft.clause):
            return INDONESIA, "a word for the nation in its clause"
        return self.default, "no place near" if self.default is INDONESIA else "named in the headline"

    def strung(self, places: Sequence[tuple[int, Area]]) -> int:
        """How many of the places, from the last back, are strung together ('Siak, Batam, dan Jambi')."""
        count = 1
        for (earlier, _), (later, _) in zip(places[-2::-1], places[:0:-1], strict=True):
            between = range(earlier, later)
            if not all(
                self.words[i] in _STRINGS or self.places.plain[self.places.tokens[i].start].isupper() for i in between
            ):
                break
            count += 1
        return count

    def is_elsewhere(self, index: int, area: Area, draft: Draft) -> bool:
        """'45 Mbps, di bawah rata-rata Asia', 'tiga kali lipat menara di Jawa' are held against the place; who went 'ke Bali' did not count there, but what is
        sent 'ke Bali' behind its number is there."""
        if index < draft.last:
            return self.words[index - 1 : index] == ["ke"]
        return draft.unit == "multiple" or self.places.is_compared(index, area, draft.last)

    def nearest(self, draft: Draft, first: int, last: int) -> Area | None:
        found = [place for place in self.places.within(first, last) if not self.is_elsewhere(*place, draft)]
        # A rank 'di dunia' is that of whoever holds it.
        world = [(index, WORLD) for index, _, _ in self.world.within(first, last) if draft.unit != "rank"]
        if len({area.code for _, area in found}) > 2:
            return INDONESIA  # spread over several
        best = min((*found, *world), key=lambda place: abs(place[0] - draft.first), default=None)
        return best[1] if best else None


_STRINGS = frozenset((",", "dan", "serta", "-", "–"))
_GOVERNED = ("province", "regency", "city")
_LEAD = 80
"""Tokens of a body in which its lead says where the story is set."""
