"""The gazetteer: areas, coded where areas.csv has a code, and the names that a text may call them by."""

from dataclasses import dataclass
from functools import lru_cache

from pipeline.extract.codebook import Codebook
from pipeline.extract.phrases import Phrases


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
    for city, country in codebook.cities_abroad.items():
        name = f"{city}, {coded[country].name}"
        meanings[city.lower()] = [Area(name, name, "place")]
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
        if short.startswith("kepulauan ") and short != "kepulauan seribu":  # seribu is a number
            names.add(short.removeprefix("kepulauan "))
        if short.count(" ") == 1:  # 'Baubau' for Bau Bau
            joined = short.replace(" ", "")
            names |= {joined, f"{'kota' if area.kind == 'city' else 'kabupaten'} {joined}"}
    return names
