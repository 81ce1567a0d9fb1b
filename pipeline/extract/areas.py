"""Areas: which place a figure is about, from place names and the words that make them places."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.dates import WEEKDAYS
from pipeline.extract.codebook import Codebook
from pipeline.extract.cohesion import Cohesion
from pipeline.extract.draft import Draft
from pipeline.extract.gazetteer import INDONESIA, WORLD, Area, gazetteer
from pipeline.extract.phrases import Occurrences, Phrases
from pipeline.extract.speakers import SpeakerReader
from pipeline.extract.tokens import Token
from pipeline.extract.units import SUPERLATIVES


@dataclass(frozen=True, slots=True)
class Scene:
    """What one sentence says of places: those in it with the index where each begins, whether it speaks of the world, and the
    place that the text is about there."""

    places: list[tuple[int, Area]]
    world: bool
    topic: Area | None


class AreaReader:
    """Finds the places of a text once; `of` chooses for a figure."""

    def __init__(self, tokens: Sequence[Token], plain: str, body_start: int, codebook: Codebook) -> None:
        self.tokens, self.plain = tokens, plain
        self.words = [token.text for token in tokens]
        self.gazetteer = gazetteer(codebook)
        self.named = Occurrences(self.gazetteer.phrases, self.words)
        self.world = Occurrences(codebook.world_cues, self.words)
        self.nation = Occurrences(codebook.nation_cues, self.words)
        self.programmes = Occurrences(codebook.program_cues, self.words)
        self.events, self.halls = codebook.venue_events, frozenset(codebook.words["venue"]["halls"])
        self.regions = frozenset(codebook.regions)
        self.body_start = body_start
        self.introduced: frozenset[str] = frozenset()
        self.introduced = frozenset(area.code for _, area in self.places(0, len(self.words), venues=True))
        self.default = self._default()

    def places(self, first: int, last: int, bare: bool = False, venues: bool = False) -> list[tuple[int, Area]]:
        """Places in tokens[first:last] with the index where each begins. `bare`: also without a word that makes them places;
        `venues`: also where something was only said or held."""
        found: list[tuple[int, Area]] = []
        end = -1
        for index, length, name in self.named.within(first, last):
            token = self.tokens[index]
            if not self.plain[token.start].isupper():
                continue
            before = self.words[index - 1] if index else ""
            if before == "." and index > 1 and self.words[index - 2] == "g":
                before = "g"  # 'G. Semeru'
            listed = bool(found) and 0 < index - end < 3 and _LISTING.issuperset(self.words[end:index])
            marked = (
                bare
                or listed
                or self.widens(index)
                or before in _PLACE_LEADS
                or self.words[index] in ("kabupaten", "kota", "provinsi", "kab", "daerah")
            )
            area = self.meant(name, before)
            marked = marked or self.is_subject(index, index + length) or self.is_plain(area, index, length)
            if not marked and not (area and area.code in self.introduced and self.stands_alone(index)):
                continue
            if before in _THINGS or self.is_stretch(index, index + length):
                continue
            if not venues and self.is_venue(index, index + length):
                continue
            within = listed and self.words[end:index] == [","] and found[-1][1].kind in _LOCAL
            end = index + length
            if area and not (within and area.kind == "province"):  # 'Kota Baubau, Sulawesi Tenggara' is one place
                found.append((index, area))
        return found

    def scenes(self, bounds: Sequence[tuple[int, int]], cohesion: Cohesion, speakers: SpeakerReader) -> list[Scene]:
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
            opening = self.places(first, min(first + _OPENING, last))
            places = self.places(first, last)
            named = {area for index, area in places if not self.is_compared(index, area, first)}
            things = stands.within(first, last)
            if opening and len(named) == 1:
                topic = opening[0][1]
            elif not named and things:
                topic = self.coded[things[0][2]]
            elif self.takes_up_place(first, min(first + 2 * _OPENING, last)):
                topic = topic or last_named
            elif len(before) == 1 and cohesion.points_at(number):
                topic = next(iter(before))
            elif not opening and self.nation_in(first, last):
                topic = INDONESIA
            elif opening or speakers.has_report(number) or self.names_programme(first, last):
                topic = None
            elif len(before) == 1:
                topic = next(iter(before))  # nothing says that the scene has changed
            scenes.append(Scene(places, bool(self.world.within(first, last)), topic))
            if len(named) == 1:
                last_named = next(iter(named))
            # A place behind a number is where a part of something is ('90 berada di Papua'), no scene.
            number_at = next((index for index in range(first, last) if self.tokens[index].kind == "d"), last)
            before = named if named <= {area for _, area in self.places(first, number_at)} else set()
        return scenes

    def standing(self) -> Phrases:
        """Named things that the text says to stand in one place: 'Bendungan Suka di Kabupaten Jaya'."""
        found: dict[str, set[str]] = {}
        self.coded: dict[str, Area] = {}
        for index, area in self.places(0, len(self.words)):
            end = index - 1
            start = end
            while start and end - start < _LONGEST_THING and self.is_name(start - 1):
                start -= 1
            if self.words[end : end + 1] == ["di"] and end - start > 1:
                self.coded[area.code] = area
                found.setdefault(" ".join(self.words[start:end]), set()).add(area.code)
        return Phrases((name, next(iter(codes))) for name, codes in found.items() if len(codes) == 1)

    def is_name(self, index: int) -> bool:
        token = self.tokens[index]
        if token.text == "-":  # 'Gunung Laki-Laki'
            return 0 < index < len(self.tokens) - 1 and self.tokens[index + 1].start == self.tokens[index - 1].end + 1
        return token.kind == "w" and self.plain[token.start].isupper() and token.text not in _PLACE_LEADS

    def nation_in(self, first: int, last: int) -> bool:
        """A word for the nation, which is not the class of a road."""
        cues = self.nation.within(first, last)
        return any(not index or self.words[index - 1] not in _CLASSED for index, _, _ in cues)

    def names_programme(self, first: int, last: int) -> bool:
        """A programme of the state reaches beyond the place told of just before; one that is itself a place does not."""
        found = self.programmes.within(first, last)
        return any(" ".join(self.words[i : i + length]) not in self.gazetteer.meanings for i, length, _ in found)

    def takes_up_place(self, first: int, last: int) -> bool:
        """'Di kawasan tersebut', 'kabupaten itu'."""
        return any(
            self.words[i] in _PLACE_NOUNS and self.words[i + 1 : i + 2] and self.words[i + 1] in _DEMONSTRATIVES
            for i in range(first, last)
        )

    def widens(self, index: int) -> bool:
        """'di Halmahera, Maluku Utara': a name behind one that no list has, and the comma between."""
        start = index - 1
        if start < 2 or self.words[start] != ",":
            return False
        while start and index - start < _LONGEST_THING and self.is_name(start - 1):
            start -= 1
        return start < index - 1 and start > 0 and self.words[start - 1] == "di"

    def stands_alone(self, index: int) -> bool:
        """Whether the name is no part of a longer one: 'kelistrikan Baubau', but not 'Universitas Jambi'."""
        before = self.tokens[index - 1] if index else None
        return before is None or before.kind != "w" or not self.plain[before.start].isupper()

    def is_plain(self, area: Area | None, index: int, length: int) -> bool:
        """A province of two words or more is nothing else, whatever stands before it: 'skor Sumatera Utara'."""
        return area is not None and area.kind == "province" and length > 1 and self.stands_alone(index)

    def is_subject(self, first: int, last: int) -> bool:
        """A bare name that opens a clause, or stands right before its number: 'Lombok Tengah 2,69'."""
        before = self.words[first - 1] if first else "\n"
        after = self.tokens[last] if last < len(self.tokens) else None
        if after is None:
            return False
        if after.kind == "d" and self.stands_alone(first):
            return True
        opens = first == 0 or before in _OPENERS or self.tokens[first - 1].kind == "n"
        return opens and (after.kind == "d" or (after.kind == "w" and not self.plain[after.start].isupper()))

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
        if self.is_behind_hall(first):
            return True
        after = self.words[last : last + 3]
        if not _HAPPENS.isdisjoint(self.words[max(0, first - 10) : first]):
            return False  # where something befell, it is true
        if len(after) > 1 and after[0] in (",", "(") and (after[1] in WEEKDAYS or (after[1] == "(" and len(after) > 2)):
            return True
        if after[:1] == [","] and self.is_venue_wider(last + 1):
            return True
        opens = (
            first == 0
            or self.tokens[first - 1].kind == "n"
            or self.tokens[first - 1].end <= self.body_start <= self.tokens[first].start
        )
        return opens and bool(after) and after[0] in ("-", ",", "(")

    def is_behind_hall(self, first: int) -> bool:
        """'di Hotel Melati, Jakarta'."""
        start = first - 1
        if start < 1 or self.words[start] != ",":
            return False
        while start and first - start < _LONGEST_THING and self.is_name(start - 1):
            start -= 1
        return self.words[start] in self.halls

    def is_venue_wider(self, first: int) -> bool:
        """'di Blitar, Jawa Timur, Rabu (31/12)': the wider place in between."""
        match = self.gazetteer.phrases.at(self.words, first)
        after = self.words[first + match[0] : first + match[0] + 2] if match else []
        return len(after) == 2 and after[0] == "," and after[1] in WEEKDAYS

    def _default(self) -> Area:
        """The place that the headline names is what the release is about; a host city, a world region, or where someone comes
        from ('Pulang dari Makassar') is not."""
        last = (
            next((i for i, token in enumerate(self.tokens) if token.start >= self.body_start), len(self.tokens))
            if self.body_start
            else 0
        )
        named = [
            area
            for index, area in self.places(0, last, bare=True)
            if area.code != "31"
            and area.kind in ("province", "regency", "city")
            and self.words[index - 1 : index] != ["dari"]
        ]
        if len({area.code for area in named}) == 1:
            return named[0]
        return INDONESIA if named else self._only(last)

    def _only(self, first: int) -> Area:
        """The one place that a text without a place in its headline is about."""
        found = [area for index, area in self.places(first, len(self.words))]
        codes = {area.code for area in found}
        if any(area.kind not in ("province", "regency", "city") for area in found):
            return INDONESIA
        small = {area for area in found if not any(code != area.code and code.startswith(area.code) for code in codes)}
        lead = any(area in small and index < first + 80 for index, area in self.places(first, len(self.words)))
        if (
            len(small) == 1
            and lead
            and not self.nation_in(first, len(self.words))
            and sum(area in small for area in found) > 1
        ):
            return next(iter(small))
        return INDONESIA

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
        if self.nation_in(*draft.clause):
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
        if self.nation.within(*draft.clause):
            return INDONESIA, "a word for the nation in its clause"
        return self.default, "no place near" if self.default is INDONESIA else "named in the headline"

    def strung(self, places: Sequence[tuple[int, Area]]) -> int:
        """How many of the places, from the last back, are strung together ('Siak, Batam, dan Jambi')."""
        count = 1
        for (earlier, _), (later, _) in zip(places[-2::-1], places[:0:-1], strict=True):
            between = range(earlier, later)
            if not all(self.words[i] in _STRINGS or self.plain[self.tokens[i].start].isupper() for i in between):
                break
            count += 1
        return count

    def place_named(self, name: str) -> Area | None:
        """The place that a name alone means: 'Provinsi Bali', 'Kota Ternate'."""
        kind, _, rest = name.lower().partition(" ")
        if kind == "provinsi":
            return self.meant(rest, kind) if rest in self.gazetteer.meanings else None
        return self.meant(name.lower(), "") if name.lower() in self.gazetteer.meanings else None

    def is_elsewhere(self, index: int, area: Area, draft: Draft) -> bool:
        """'45 Mbps, di bawah rata-rata Asia', 'tiga kali lipat menara di Jawa' are held against the place; who went 'ke Bali' did not count there, but what is
        sent 'ke Bali' behind its number is there."""
        if index < draft.last:
            return self.words[index - 1 : index] == ["ke"]
        return draft.unit == "multiple" or self.is_compared(index, area, draft.last)

    def is_compared(self, index: int, area: Area, first: int) -> bool:
        """'Dibanding Asia', 'pasar terbesar di kawasan Asia': the place is only what something is held against. What is most in a
        province lies there ('dapur terbanyak di Bali')."""
        at = index - 1
        while at > first and self.words[at] in _SCOPES:
            at -= 1
        if at < index - 1 and self.words[at] in SUPERLATIVES and area.kind in ("place", "country"):
            return True
        return not _AGAINST.isdisjoint(self.words[max(first, index - 5) : index])

    def nearest(self, draft: Draft, first: int, last: int) -> Area | None:
        found = [place for place in self.places(first, last) if not self.is_elsewhere(*place, draft)]
        # A rank 'di dunia' is that of whoever holds it.
        world = [(index, WORLD) for index, _, _ in self.world.within(first, last) if draft.unit != "rank"]
        if len({area.code for _, area in found}) > 2:
            return INDONESIA  # spread over several
        best = min((*found, *world), key=lambda place: abs(place[0] - draft.first), default=None)
        return best[1] if best else None


_LONGEST_THING = 6
_PLACE_NOUNS = frozenset("kawasan wilayah daerah kota kabupaten provinsi lokasi pulau desa kecamatan".split())
_THINGS = frozenset("gunung gunungapi g gn sungai danau selat teluk sesar universitas institut hotel jalan".split())
"""What bears a place's name and lies elsewhere: Gunung Lamongan is not in Lamongan."""
_LISTING = frozenset((",", "dan", "serta"))
_SCOPES = frozenset("di kawasan wilayah tingkat kedua ketiga keempat".split())
_STRINGS = frozenset((",", "dan", "serta", "-", "–"))
_AGAINST = frozenset("dibanding dibandingkan daripada ketimbang bawah atas melampaui".split())
_CLASSED = frozenset(("jalan", "jembatan"))
"""A 'jalan nasional' is kept by the state and lies in one place."""
_HAPPENS = frozenset("terjadi melanda banjir longsor gempa erupsi kebakaran bencana".split())
_DEMONSTRATIVES = frozenset(("tersebut", "itu", "ini"))
_LOCAL = frozenset(("regency", "city", "place"))
_OPENING = 6
"""Tokens of a sentence in which the place that it sets as its scene stands."""
_PLACE_LEADS = frozenset(
    "di ke wilayah provinsi kabupaten kota pulau pemprov pemkab pemkot masyarakat warga se tanah daerah kawasan kepulauan kab "
    "pemerintah rata antara untuk bagi gubernur bupati dinas diskominfo sekitar otorita".split()
)
_OPENERS = frozenset((".", ";", ",", "dan", '"', ":", "serta", "sedangkan", "sementara", "adapun", "namun"))
