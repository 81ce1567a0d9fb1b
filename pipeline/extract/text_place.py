"""The place that a whole text is about: that of its headline, else that of its lead."""

from pipeline.extract.codebook import Codebook
from pipeline.extract.gazetteer import INDONESIA, Area
from pipeline.extract.places import Places


def place_of_text(places: Places, codebook: Codebook) -> Area:
    body = next((i for i, token in enumerate(places.tokens) if token.start >= places.body_start), len(places.tokens))
    return _of_headline(places, codebook, body) or _of_lead(places, codebook, body) or INDONESIA


def _of_headline(places: Places, codebook: Codebook, last: int) -> Area | None:
    """The place that the headline names is what the release is about; a host city, a world region, or where someone comes
    from ('Pulang dari Makassar') is not."""
    named = [
        area
        for index, area in places.within(0, last, bare=True)
        if area.code not in (_CAPITAL, *codebook.regions_abroad) and places.words[index - 1 : index] != ["dari"]
    ]
    coded = {area for area in named if area.kind in _CODED}
    others = set() if places.on_programme else {area for area in named if area.kind == "place"}
    for areas in (coded, others):
        if areas:
            return next(iter(areas)) if len(areas) == 1 else INDONESIA
    return None


def _of_lead(places: Places, codebook: Codebook, first: int) -> Area | None:
    """The one place of the country that the lead names, before any number of its sentence and with the wider places that it lies
    in, if the rest of the text does not name others as often. A programme of the state, or a text that counts provinces or
    towns, reaches beyond the place of its lead."""
    if places.on_programme or places.counts_places():
        return None
    found = [
        (index, area)
        for index, area in places.within(first, len(places.words))
        if area.kind != "country" and area.code not in codebook.regions_abroad
    ]
    lead = [(index, area) for index, area in found if index < first + _LEAD]
    inner = _innermost({area for _, area in lead})
    area = next(iter(inner), None)
    if area is None or len(inner) > 1 or all(_is_part(places, index, first) for index, other in lead if other == area):
        return None
    others = sum(not area.code.startswith(other.code) and not other.code.startswith(area.code) for _, other in found)
    own = sum(other == area for _, other in places.within(first, len(places.words), bare=True, venues=True))
    return area if _is_told_of(area) and own > others else None


def _innermost(areas: set[Area]) -> set[Area]:
    codes = {area.code for area in areas}
    return {area for area in areas if not any(code != area.code and code.startswith(area.code) for code in codes)}


def _is_part(places: Places, index: int, first: int) -> bool:
    """'9 menara berdiri di Papua': right behind a number, a place is where a part of something is."""
    if places.is_compared(index, INDONESIA, first):
        return True
    first = max(first, index - _NEAR)
    while index > first and places.words[index - 1] not in _ENDS:
        index -= 1
        if places.tokens[index].kind == "d" and places.words[index + 1] not in (
            "di",
            "ke",
        ):  # 'Tahap 2 di Kabupaten Jaya'
            return True
    return False


def _is_told_of(area: Area) -> bool:
    return area.kind in _CODED and area.code != _CAPITAL


_CODED = frozenset(("province", "regency", "city"))
_CAPITAL = "31"
"""Jakarta is where ministries say things."""
_LEAD, _NEAR = 160, 8
_ENDS = frozenset((".", ";", ":", "\n", "("))
