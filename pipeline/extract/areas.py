"""Areas: which place a figure is about, of those that its clause, its sentence and the text name."""

from pipeline.extract.codebook import Codebook
from pipeline.extract.draft import Draft
from pipeline.extract.gazetteer import INDONESIA, WORLD, Area
from pipeline.extract.places import Places
from pipeline.extract.scenes import Scene
from pipeline.extract.text_place import place_of_text


class AreaReader:
    """Chooses the place of a figure."""

    def __init__(self, places: Places, codebook: Codebook) -> None:
        self.places, self.words = places, places.words
        self.regions = frozenset(codebook.regions)
        self.default = place_of_text(places, codebook)

    def of(self, draft: Draft, scene: Scene, resumed: Area | None, home: Area | None = None) -> Area:
        """The nearest place in the figure's clause, else the world, else the sentence's place before it, else the area of the
        sentence that this one resumes, else the text's topic there, else the headline's. Governments are counted in a country,
        region or province, never in one of themselves, and in a region only where their own sentence names it."""
        area, draft.why["area"] = self._of(draft, scene, resumed or scene.topic, home)
        named = {place for _, place in scene.places}
        one = area.kind in ("regency", "city") or (
            area.kind == "place" and " dan " not in area.code and (area.code not in self.regions or area not in named)
        )
        governments = draft.unit == "local_government" and one
        if governments or (draft.unit == "province" and area.kind in ("regency", "city")):
            draft.why["area"] = f"governments are not counted within {area.name}"
            return INDONESIA
        return area

    def _of(self, draft: Draft, scene: Scene, topic: Area | None, home: Area | None) -> tuple[Area, str]:
        if area := self.nearest(draft, scene, *draft.clause):
            return area, "named in its clause"
        if self.places.nation_in(*draft.clause):
            return INDONESIA, "a word for the nation in its clause"
        world = draft.first if scene.world is None or draft.unit == "rank" else scene.world
        if world < draft.first and not self.places.nation_in(world, draft.first):
            return WORLD, "a word for the world before it in the sentence"
        if opening := [found for found in scene.places if found[0] < draft.first]:
            return self.together(scene, opening[-1]), "named before it in the sentence"
        if home:
            return home, "the region of the speaker's office"
        if topic and len(behind := {area for _, area in scene.places}) == 1:
            return next(iter(behind)), "the only place of the sentence"
        if topic:
            return topic, "what the text is about there"
        if (
            draft.measure.family.startswith("money")
            and self.default.kind == "place"
            and self.default.code not in self.regions
        ):
            return INDONESIA, "money pledged at a place abroad is for the country"
        return self.default, "no place near" if self.default is INDONESIA else "named in the headline"

    def together(self, scene: Scene, one: tuple[int, Area]) -> Area:
        """The places that are listed with this one, as one: 'di Jambi, Riau, dan Bali' is about the three; a longer list is about
        the country, and 'masing-masing' about each."""
        run = scene.lists.get(one[0], [one])
        if len(run) == 1 or "masing" in self.words[run[-1][0] : run[-1][0] + _SHORTLY]:
            return one[1]
        if len(run) > 2 * _FEW:
            return INDONESIA
        names = list(dict.fromkeys(area.name for _, area in run))
        if len(names) == 1:
            return one[1]
        if len(names) > _FEW or not self.places.are_joined([index for index, _ in run]):
            return INDONESIA if len(names) > 2 else one[1]
        name = f"{', '.join(names[:-1])}{',' if len(names) > 2 else ''} dan {names[-1]}"
        return Area(name, name, "place")

    def is_elsewhere(self, index: int, area: Area, draft: Draft) -> bool:
        """'45 Mbps, di bawah rata-rata Asia', 'tiga kali lipat menara di Jawa' are held against the place; who went 'ke Bali' did not count there, but what is
        sent 'ke Bali' behind its number is there."""
        if index < draft.last:
            return self.words[index - 1 : index] == ["ke"]
        return draft.unit == "multiple" or self.places.is_compared(index, area, draft.last)

    def nearest(self, draft: Draft, scene: Scene, first: int, last: int) -> Area | None:
        found = [place for place in self.places.within(first, last) if not self.is_elsewhere(*place, draft)]
        # A rank 'di dunia' is that of whoever holds it.
        world = [(index, WORLD) for index in self.places.world_in(first, last) if draft.unit != "rank"]
        nation = [(index, INDONESIA) for index in self.places.nation_words(first, last)] if world else []
        if len(self.places.lists(found)) > 2:
            return INDONESIA  # spread over several
        best = min((*found, *world, *nation), key=lambda place: abs(place[0] - draft.first), default=None)
        return self.together(scene, best) if best else None


_FEW, _SHORTLY = 5, 8
