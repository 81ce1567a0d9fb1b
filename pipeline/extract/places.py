"""Places of a text: the names that the gazetteer knows, and the words that make them places."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.dates import WEEKDAYS
from pipeline.extract.codebook import Codebook
from pipeline.extract.gazetteer import Area, gazetteer
from pipeline.extract.phrases import Occurrences, Phrases
from pipeline.extract.tokens import Token
from pipeline.extract.units import SUPERLATIVES


class Places:
    """Finds the names of places in a text once; `within` gives those of a stretch of it."""

    def __init__(self, tokens: Sequence[Token], plain: str, body_start: int, codebook: Codebook) -> None:
        self.tokens, self.plain, self.body_start = tokens, plain, body_start
        self.words = [token.text for token in tokens]
        self.gazetteer = gazetteer(codebook)
        self.named = Occurrences(self.gazetteer.phrases, self.words)
        self.nation = Occurrences(codebook.nation_cues, self.words)
        self.world = Occurrences(codebook.world_cues, self.words)
        self.programmes = Occurrences(codebook.program_cues, self.words)
        national = Phrases((name, "") for name in codebook.words["national_programmes"]["names"])
        self.events, self.halls = codebook.venue_events, frozenset(codebook.words["venue"]["halls"])
        self.introduced: frozenset[str] = frozenset()
        self.introduced = frozenset(area.code for _, area in self.within(0, len(self.words), venues=True))
        self.on_programme = self.names_programme(0, len(self.words)) or bool(
            Occurrences(national, self.words).within(0, len(self.words))
        )

    def within(self, first: int, last: int, bare: bool = False, venues: bool = False) -> list[tuple[int, Area]]:
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

    def lists(self, places: Sequence[tuple[int, Area]]) -> list[list[tuple[int, Area]]]:
        """The places, those that are strung together in one list ('Siak, Batam, dan Jambi')."""
        runs: list[list[tuple[int, Area]]] = []
        for place in places:
            between = range(runs[-1][-1][0], place[0]) if runs else range(0)
            strung = all(self.words[i] in _STRINGS or self.plain[self.tokens[i].start].isupper() for i in between)
            if runs and strung:
                runs[-1].append(place)
            else:
                runs.append([place])
        return runs

    def are_joined(self, indexes: Sequence[int]) -> bool:
        """Whether the names that begin there are one list, with nothing between them and an 'and' before the last."""
        gaps = [self.words[self.end_of(one) : other] for one, other in pairwise(indexes)]
        return all(_JOINS.issuperset(gap) for gap in gaps) and not _CLOSING.isdisjoint(gaps[-1])

    def end_of(self, index: int) -> int:
        match = self.gazetteer.phrases.at(self.words, index)
        return index + (match[0] if match else 1)

    def is_name(self, index: int) -> bool:
        token = self.tokens[index]
        if token.text == "-":  # 'Gunung Laki-Laki'
            return 0 < index < len(self.tokens) - 1 and self.tokens[index + 1].start == self.tokens[index - 1].end + 1
        return token.kind == "w" and self.plain[token.start].isupper() and token.text not in _PLACE_LEADS

    def name_start(self, end: int) -> int:
        """Where the name begins that ends right before tokens[end]."""
        start = end
        while start and end - start < _LONGEST_THING and self.is_name(start - 1):
            start -= 1
        return start

    def nation_in(self, first: int, last: int) -> bool:
        return bool(self.nation_words(first, last))

    def nation_words(self, first: int, last: int) -> list[int]:
        """Where words for the nation stand that are neither the class of a road nor part of a name ('Paviliun Indonesia')."""
        return [
            index
            for index, _, _ in self.nation.within(first, last)
            if not index or not (self.words[index - 1] in _CLASSED or self.is_in_name(index))
        ]

    def world_in(self, first: int, last: int) -> list[int]:
        """Where words for the world stand; 'terbesar kedua di dunia' ranks, 'Hari Anak Sedunia' is a name."""
        return [
            index
            for index, _, _ in self.world.within(first, last)
            if SUPERLATIVES.isdisjoint(self.words[max(first, index - 4) : index])
            and not (index and self.plain[self.tokens[index].start].isupper() and self.words[index] == "sedunia")
        ]

    def is_in_name(self, index: int) -> bool:
        """Behind a capital that opens no sentence."""
        before = self.tokens[index - 1]
        return (
            before.kind == "w"
            and self.plain[before.start].isupper()
            and self.plain[self.tokens[index].start].isupper()
            and (
                before.text in _PAVILIONS
                or (index > 1 and self.words[index - 2] not in _OPENERS and self.tokens[index - 2].kind != "n")
            )
        )

    def names_programme(self, first: int, last: int) -> bool:
        """A programme of the state reaches beyond the place told of just before; one that is itself a place does not."""
        found = self.programmes.within(first, last)
        return any(" ".join(self.words[i : i + length]) not in self.gazetteer.meanings for i, length, _ in found)

    def counts_places(self) -> bool:
        """'Di 15 provinsi', '30 kota': a text that counts such places tells of many."""
        return any(token.kind == "d" and following.text in _COUNTED for token, following in pairwise(self.tokens))

    def widens(self, index: int) -> bool:
        """'di Halmahera, Maluku Utara': a name behind one that no list has, and the comma between."""
        start = index - 1
        if start < 2 or self.words[start] != ",":
            return False
        start = self.name_start(start)
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
        return self.words[self.name_start(start)] in self.halls

    def is_venue_wider(self, first: int) -> bool:
        """'di Blitar, Jawa Timur, Rabu (31/12)': the wider place in between."""
        match = self.gazetteer.phrases.at(self.words, first)
        after = self.words[first + match[0] : first + match[0] + 2] if match else []
        return len(after) == 2 and after[0] == "," and after[1] in WEEKDAYS

    def place_named(self, name: str) -> Area | None:
        """The place that a name alone means: 'Provinsi Bali', 'Kota Ternate'."""
        kind, _, rest = name.lower().partition(" ")
        if kind == "provinsi":
            return self.meant(rest, kind) if rest in self.gazetteer.meanings else None
        return self.meant(name.lower(), "") if name.lower() in self.gazetteer.meanings else None

    def is_compared(self, index: int, area: Area, first: int) -> bool:
        """'Dibanding Asia', 'pasar terbesar di kawasan Asia': the place is only what something is held against. What is most in a
        province lies there ('dapur terbanyak di Bali')."""
        at = index - 1
        while at > first and self.words[at] in _SCOPES:
            at -= 1
        if at < index - 1 and self.words[at] in SUPERLATIVES and area.kind in ("place", "country"):
            return True
        return not _AGAINST.isdisjoint(self.words[max(first, index - 5) : index])


_LONGEST_THING = 6
_THINGS = frozenset("gunung gunungapi g gn sungai danau selat teluk sesar universitas institut hotel jalan".split())
"""What bears a place's name and lies elsewhere: Gunung Lamongan is not in Lamongan."""
_CLOSING = frozenset(("dan", "serta", "&"))
_STRINGS = frozenset((",", "dan", "serta", "&", "di", "-", "–", "kabupaten", "kota", "provinsi"))
_JOINS = frozenset((",", "dan", "serta", "&", "di", "kabupaten", "kota", "provinsi", "kab"))
_LISTING = frozenset((",", "dan", "serta"))
_SCOPES = frozenset("di kawasan wilayah tingkat kedua ketiga keempat".split())
_AGAINST = frozenset("dibanding dibandingkan daripada ketimbang bawah atas melampaui lipat".split())
_CLASSED = frozenset(("jalan", "jembatan"))
"""A 'jalan nasional' is kept by the state and lies in one place."""
_HAPPENS = frozenset("terjadi melanda banjir longsor gempa erupsi kebakaran bencana".split())
_PAVILIONS = frozenset(("paviliun", "pavilion"))
_COUNTED = frozenset(("provinsi", "kabupaten", "kota", "daerah", "negara"))
_LOCAL = frozenset(("regency", "city", "place"))
_PLACE_LEADS = frozenset(
    "di ke wilayah provinsi kabupaten kota pulau pemprov pemkab pemkot masyarakat warga se tanah daerah kawasan kepulauan kab "
    "pemerintah rata antara untuk bagi gubernur bupati dinas diskominfo sekitar otorita".split()
)
_OPENERS = frozenset((".", ";", ",", "dan", '"', ":", "serta", "sedangkan", "sementara", "adapun", "namun"))
