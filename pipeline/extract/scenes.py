"""Scenes: the places of each sentence, and the one that the text is about there."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.cohesion import Cohesion
from pipeline.extract.gazetteer import INDONESIA, Area
from pipeline.extract.phrases import Occurrences, Phrases
from pipeline.extract.places import Places
from pipeline.extract.speakers import SpeakerReader


@dataclass(frozen=True, slots=True)
class Scene:
    """What one sentence says of places: those in it with the index where each begins, the list that each stands in, where it
    first speaks of the world, and the place that the text is about there."""

    places: list[tuple[int, Area]]
    lists: dict[int, list[tuple[int, Area]]]
    world: int | None
    topic: Area | None


class SceneReader:
    """Reads the scenes of a text, sentence by sentence."""

    def __init__(self, places: Places) -> None:
        self.places, self.words = places, places.words

    def of_sentences(
        self, bounds: Sequence[tuple[int, int]], cohesion: Cohesion, speakers: SpeakerReader
    ) -> list[Scene]:
        """For each sentence its places and the one that the text is about there: set by a place at a sentence's head, by a thing
        that was said to stand somewhere, or taken up by a demonstrative; it stays until a new paragraph, a word for the nation,
        a report, or a programme of the state."""
        stands = Occurrences(self.standing(), self.words)
        scenes: list[Scene] = []
        topic: Area | None = None
        last_named: Area | None = None
        before: set[Area] = set()
        for number, (first, last) in enumerate(bounds):
            if not cohesion.same_paragraph(number):
                topic, before = None, set()
            elif topic is INDONESIA and cohesion.is_glued(number) and not self.places.on_programme:
                topic = None  # the portal lost a paragraph's end; what is said of the nation is said in passing
            opening = self.places.within(first, min(first + _OPENING, last))
            places = self.places.within(first, last)
            lists = {index: run for run in self.places.lists(places) for index, _ in run}
            named = {area for index, area in places if not self.places.is_compared(index, area, first)}
            things = stands.within(first, last)
            if opening and len(named) == 1:
                topic = opening[0][1]
            elif not named and things:
                topic = self.coded[things[0][2]]
            elif self.takes_up_place(first, min(first + 2 * _OPENING, last)):
                topic = topic or last_named
            elif len(before) == 1 and cohesion.points_at(number):
                topic = next(iter(before))
            elif not opening and self.places.nation_in(first, last):
                topic = INDONESIA
            elif opening or speakers.has_report(number) or self.places.names_programme(first, last):
                topic = None
            elif len(before) == 1:
                topic = next(iter(before))  # nothing says that the scene has changed
            scenes.append(Scene(places, lists, next(iter(self.places.world_in(first, last)), None), topic))
            if len(named) == 1:
                last_named = next(iter(named))
            # A place behind a number is where a part of something is ('90 berada di Papua'), no scene.
            number_at = next((index for index in range(first, last) if self.places.tokens[index].kind == "d"), last)
            before = named if named <= {area for _, area in self.places.within(first, number_at)} else set()
        return scenes

    def standing(self) -> Phrases:
        """Named things that the text says to stand in one place: 'Bendungan Suka di Kabupaten Jaya'."""
        found: dict[str, set[str]] = {}
        self.coded: dict[str, Area] = {}
        for index, area in self.places.within(0, len(self.words)):
            end = index - 1
            start = self.places.name_start(end)
            if self.words[end : end + 1] == ["di"] and end - start > 1:
                self.coded[area.code] = area
                found.setdefault(" ".join(self.words[start:end]), set()).add(area.code)
        return Phrases((name, next(iter(codes))) for name, codes in found.items() if len(codes) == 1)

    def takes_up_place(self, first: int, last: int) -> bool:
        """'Di kawasan tersebut', 'kabupaten itu'."""
        return any(
            self.words[i] in _PLACE_NOUNS and self.words[i + 1 : i + 2] and self.words[i + 1] in _DEMONSTRATIVES
            for i in range(first, last)
        )


_PLACE_NOUNS = frozenset("kawasan wilayah daerah kota kabupaten provinsi lokasi pulau desa kecamatan".split())
_DEMONSTRATIVES = frozenset(("tersebut", "itu", "ini"))
_OPENING = 6
"""Tokens of a sentence in which the place that it sets as its scene stands."""
