"""Areas: which place a figure is about, from place names with the words that make them places, coded where areas.csv has a code."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.extract.codebook import Codebook
from pipeline.extract.draft import Draft
from pipeline.extract.phrases import Phrases
from pipeline.extract.tokens import Token


@dataclass(frozen=True, slots=True)
class Area:
    """`code` as in model.Figure.ref_area; `name` as people read it."""

    code: str
    name: str
    kind: str


INDONESIA = Area("ID", "Indonesia", "country")
WORLD = Area("world", "Dunia", "world")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Place names as phrases, and the areas that each name may mean."""

    phrases: Phrases
    meanings: dict[str, tuple[Area, ...]]


@lru_cache(maxsize=4)
def gazetteer(codebook: Codebook) -> Gazetteer:
    meanings: dict[str, list[Area]] = {}
    coded = {row["area_id"]: Area(row["area_id"], row["label_id"], row["kind"]) for row in codebook.areas}
    for area in coded.values():
        if area.code in ("ID", "world"):
            continue
        for name in _names(area) - codebook.common_place_words:
            meanings.setdefault(name, []).append(area)
    for alias, code in codebook.area_aliases.items():
        meanings[alias] = [coded.get(code, Area(code, code, "place"))]
    for region in codebook.regions:
        meanings.setdefault(region.lower(), []).append(Area(region, region, "place"))
    phrases = Phrases((name, name) for name in meanings)
    return Gazetteer(phrases, {name: tuple(areas) for name, areas in meanings.items()})


def _names(area: Area) -> set[str]:
    name = area.name.lower()
    names = {name}
    if area.kind in ("regency", "city"):
        short = (
            name.removeprefix("kabupaten ").removeprefix("kota ").removeprefix("administrasi ").removeprefix("adm. ")
        )
        names |= (
            {short, f"kabupaten {short}", f"kab. {short}", f"kab {short}"}
            if area.kind == "regency"
            else {short, f"kota {short}"}
        )
    return names


class AreaReader:
    """Finds the places of a text once; `of` chooses for a figure."""

    def __init__(self, tokens: Sequence[Token], plain: str, body_start: int, codebook: Codebook) -> None:
        self.tokens, self.plain = tokens, plain
        self.words = [token.text for token in tokens]
        self.gazetteer = gazetteer(codebook)
        self.world, self.nation, self.events = codebook.world_cues, codebook.nation_cues, codebook.venue_events
        self.body_start = body_start
        self._seen: dict[tuple[int, int], list[tuple[int, Area]]] = {}
        self.default = self._default()

    def places(self, first: int, last: int, bare: bool = False) -> list[tuple[int, Area]]:
        """Places in tokens[first:last] with the index where each begins. `bare`: also without a word that makes them places."""
        found = []
        for index, length, name in self.gazetteer.phrases.found_in(self.words, first, last):
            token = self.tokens[index]
            if not self.plain[token.start].isupper():
                continue
            before = self.words[index - 1] if index else ""
            marked = (
                bare
                or before in _PLACE_LEADS
                or self.words[index] in ("kabupaten", "kota", "provinsi", "kab", "daerah")
            )
            if not marked and not self.is_subject(index, index + length):
                continue
            if self.is_venue(index, index + length) or self.is_stretch(index, index + length):
                continue
            area = self.meant(name, before)
            if area:
                found.append((index, area))
        return found

    def is_subject(self, first: int, last: int) -> bool:
        """A bare name that opens a clause, or stands right before its number: 'Lombok Tengah 2,69'."""
        before = self.words[first - 1] if first else "\n"
        after = self.tokens[last] if last < len(self.tokens) else None
        opens = before in _OPENERS or self.tokens[first - 1].kind == "n"
        return (
            opens
            and after is not None
            and (after.kind == "d" or (after.kind == "w" and not self.plain[after.start].isupper()))
        )

    def is_stretch(self, first: int, last: int) -> bool:
        """'dari Aceh sampai Papua' means everywhere."""
        after = self.words[last] if last < len(self.words) else ""
        before = self.words[first - 1] if first else ""
        return after in ("sampai", "hingga") or before in ("sampai", "hingga")

    def meant(self, name: str, before: str) -> Area | None:
        """Namesakes: a province before a regency of its name; a regency beside a city stays uncoded unless the text says which."""
        areas = self.gazetteer.meanings[name]
        if len(areas) == 1:
            return areas[0]
        by_kind = {
            "kabupaten": "regency",
            "kab": "regency",
            "kota": "city",
            "provinsi": "province",
            "pemprov": "province",
            "pemkab": "regency",
            "pemkot": "city",
        }
        chosen = [area for area in areas if area.kind == by_kind.get(before)] or [
            a for a in areas if a.kind == "province"
        ]
        if len(chosen) == 1:
            return chosen[0]
        title = name.title()
        return Area(title, title, "place")

    def is_venue(self, first: int, last: int) -> bool:
        """Where something was said or held, not where it is true: 'asesmen di Jakarta', 'di Jakarta, Senin (...)', a dateline."""
        if (
            first
            and self.words[first - 1] == "di"
            and not self.events.isdisjoint(self.words[max(0, first - 5) : first - 1])
        ):
            return True
        after = self.words[last : last + 3]
        if (
            len(after) > 1
            and after[0] in (",", "(")
            and (after[1] in _WEEKDAYS or (after[1] == "(" and len(after) > 2))
        ):
            return True
        opens = (
            first == 0
            or self.tokens[first - 1].kind == "n"
            or self.tokens[first - 1].end <= self.body_start <= self.tokens[first].start
        )
        return opens and bool(after) and after[0] in ("-", ",", "(")

    def _default(self) -> Area:
        """The place that the headline names is what the release is about; a host city or a world region is not."""
        last = (
            next((i for i, token in enumerate(self.tokens) if token.start >= self.body_start), len(self.tokens))
            if self.body_start
            else 0
        )
        named = [
            area
            for _, area in self.places(0, last, bare=True)
            if area.code != "31" and area.kind in ("province", "regency", "city")
        ]
        return named[0] if len({area.code for area in named}) == 1 else INDONESIA

    def of(self, draft: Draft, sentence: tuple[int, int], before: Area | None) -> Area:
        """The nearest place in the figure's clause, else the world, else the sentence's place before it, else `before` (the area of
        the sentence that this one goes on from), else the headline's. Governments are counted in a country or province, never in
        one of themselves."""
        area = self._of(draft, sentence) or before or self.default
        if draft.unit == "local_government" and area.kind in ("regency", "city", "place"):
            return INDONESIA
        return INDONESIA if draft.unit == "province" and area.kind in ("regency", "city") else area

    def _of(self, draft: Draft, sentence: tuple[int, int]) -> Area | None:
        if area := self.nearest(draft, *draft.clause):
            return area
        if self.world.found_in(self.words, *sentence):
            return WORLD
        if self.nation.found_in(self.words, *draft.clause):
            return INDONESIA
        opening = [found for found in self.places(*sentence) if found[0] < draft.first]
        return opening[-1][1] if opening else None

    def nearest(self, draft: Draft, first: int, last: int) -> Area | None:
        found = self.places(first, last)
        world = [(index, WORLD) for index, _, _ in self.world.found_in(self.words, first, last)]
        if len({area.code for _, area in found}) > 2:
            return INDONESIA  # spread over several
        best = min((*found, *world), key=lambda place: abs(place[0] - draft.first), default=None)
        return best[1] if best else None


_PLACE_LEADS = frozenset(
    "di wilayah provinsi kabupaten kota pulau pemprov pemkab pemkot masyarakat warga se tanah daerah kawasan kepulauan kab "
    "pemerintah rata antara".split()
)
_OPENERS = frozenset((".", ";", ",", "dan", '"', ":", "serta", "sedangkan", "sementara", "adapun", "namun"))
_WEEKDAYS = frozenset("senin selasa rabu kamis jumat jum sabtu minggu ahad".split())
