"""Units: what a numeral measures or counts, read from the money mark before it and the words after it."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.codebook import Codebook
from pipeline.extract.numbers import is_power, slipped
from pipeline.extract.numerals import Mention
from pipeline.extract.tokens import Token

LONGEST_NOUN_PHRASE = 4
"""Words of a counted noun phrase that are kept: the head comes first in Indonesian, what follows narrows it."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The expression tokens[first:last] around a numeral. `unit` None: the noun is elided. tokens[noun:last] is the noun phrase."""

    first: int
    last: int
    unit: str | None
    family: str
    noun: int


class UnitReader:
    """Reads units in one text. `blocked` says whether a token belongs to a number or name that must not be swallowed."""

    def __init__(self, tokens: Sequence[Token], plain: str, blocked: Sequence[bool], codebook: Codebook) -> None:
        self.tokens, self.plain, self.blocked, self.codebook = tokens, plain, blocked, codebook
        self.words = [token.text for token in tokens]
        self.stop = frozenset(codebook.words["noun_phrase"]["stop"])
        self.classifiers = frozenset(codebook.words["noun_phrase"]["classifiers"])
        self.degrees = frozenset(codebook.words["comparison"]["adjectives"])
        self.longer: dict[str, str] | None = None
        self.known = frozenset(str(row["unit_id"]) for row in codebook.units)

    def read(self, mention: Mention) -> Measure:
        words, first, last = self.words, mention.first, mention.last
        if (money := self.codebook.currency_before.ending_at(words, first)) and self.joined(first - 1):
            return Measure(first - money[0], last, money[1], "money/mark", last)
        if is_rank(words, first, last):
            return Measure(first - 1, last, "rank", "rank/noun", last)
        if words[last : last + 1] in (["tingkat"], ["peringkat"]) and not MOVES.isdisjoint(
            words[max(0, first - 2) : first]
        ):
            return Measure(first, last + 1, "rank", "rank/noun", last)
        if mention.share:
            noun = self.phrase_end(last)
            return Measure(first, noun, "percent", "share/word", last)
        if (
            words[last : last + 1] == ["-"]
            and self.kind(last + 1) == "w"
            and self.tokens[last].start == self.tokens[last - 1].end
            and self.joined(last)
            and not self.blocked[last]
        ):
            last += 1
        if money := self.codebook.currency_after.at(words, last):
            return Measure(first, last + money[0], money[1], "money/word", last + money[0])
        if last < len(words) and (words[last] == "persennya" or is_percent(words[last])):
            return self.measured(first, last, (1, "percent"))
        if words[last : last + 1] == ["kali"] and words[last + 1 : last + 2] != ["lipat"]:
            return self.times(first, last)
        if (measure := self.codebook.measure_words.at(words, last)) and self.is_measure(last, measure):
            return self.measured(first, last, measure)
        if mention.fractional:
            return Measure(first, last, None, "count/elided", last)  # things are not counted in fractions
        return self.counted(first, last)

    def times(self, first: int, last: int) -> Measure:
        """'dua kali erupsi', '13 kali': occurrences are things of their own kind, whatever was counted before; 'lima kali lebih besar'
        compares."""
        if self.words[last + 1 : last + 2] == ["lebih"]:
            return Measure(first, last + 1, "multiple", "measure/unit", last + 1)
        return Measure(first, max(last + 1, self.phrase_end(last + 1)), "count", "count/times", last)

    def measured(self, first: int, last: int, measure: tuple[int, str]) -> Measure:
        end = last + measure[0]
        family = (
            "share/percent" if measure[1] == "percent" else "score/points" if measure[1] == "index" else "measure/unit"
        )
        tail = self.phrase_end(end)
        unit, end = self.rated(measure[1], end, tail)
        return Measure(first, max(end, tail), unit, family, end)

    def rated(self, unit: str, end: int, tail: int) -> tuple[str, int]:
        """'barel per day', '400 juta kaki kubik gas per hari', '25 ribu barel minyak dan kondensat per hari': the rate, where the
        codebook has it, and the end of the unit. The measured thing may stand between."""
        both = self.phrase_end(tail + 1) if self.words[tail : tail + 1] == ["dan"] else tail
        for number, place in enumerate((end, tail, both)):
            match = self.codebook.rates.at(self.words, place)
            if match and f"{unit}/{match[1]}" in self.known and not any(self.blocked[place : place + match[0]]):
                return f"{unit}/{match[1]}", end if number else place + match[0]
        return unit, end

    def is_measure(self, index: int, measure: tuple[int, str]) -> bool:
        """A single letter counts as a unit only in lower case ('5 m'), and only as a whole word."""
        if any(self.blocked[index : index + measure[0]]):
            return False
        token = self.tokens[index]
        return len(token.text) > 1 or token.kind == "p" or self.plain[token.start] == token.text

    def counted(self, first: int, last: int) -> Measure:
        """A count of things: the noun phrase after the numeral, its unit from the head noun."""
        words = self.words
        if words[last : last + 1] == ["lebih"] and last + 1 < len(words):
            if words[last + 1] in self.degrees:
                return Measure(first, last, None, "count/elided", last)  # 'lima lebih banyak'
            last += self.is_noun(last + 1)  # '50 juta lebih penerima manfaat'
        elif (
            words[last : last + 1] == ["+"]
            and self.tokens[last].start == self.tokens[last - 1].end
            and not self.blocked[last]
        ):
            last += 1  # '50+ kota'
        noun = last
        while self.is_classifier(noun):
            noun += 1
        for start in dict.fromkeys((last, noun)):
            match = self.codebook.unit_words.at(words, start) or self.corrected(start) or self.possessed(start)
            if match and not any(self.blocked[start : start + match[0]]):
                end = self.coordinated(start + match[0], match[1])
                return Measure(first, self.widened(end, match[1], last), match[1], "count/unit_noun", last)
        if noun < len(words) and self.is_noun(noun):
            head = words[noun]
            unit = (
                "person" if names_a_person(head, self.codebook) or "orang" in words[last:noun] else self.short_for(head)
            )
            end = self.phrase_end(last)
            return Measure(first, end if end > last else self.phrase_end(noun), unit, "count/noun", last)
        if noun > last:
            return Measure(first, noun, "person" if words[last] == "orang" else "count", "count/classifier", last)
        return Measure(first, last, None, "count/elided", last)

    def short_for(self, head: str) -> str:
        """The unit of the longer phrase that the text says elsewhere and that begins with this noun: 'mitra' is short for 'mitra
        pengemudi' there."""
        if self.longer is None:
            self.longer = {}
            for index, word in enumerate(self.words):
                match = self.codebook.unit_words.at(self.words, index)
                if match and match[0] > 1:
                    self.longer.setdefault(word, match[1])
        return self.longer.get(head, "count")

    def is_classifier(self, index: int) -> bool:
        """A counting word before the head: 'unit rumah', 'orang anak'; 'titik akses' and the like stay whole in the phrase."""
        return index < len(self.words) and self.words[index] in self.classifiers and not self.blocked[index]

    def corrected(self, index: int) -> tuple[int, str] | None:
        """A unit noun with one letter wrong ('pemrintah provinsi'): only long words, never numbers."""
        if index >= len(self.words) or len(self.words[index]) < _LONG or self.kind(index) != "w":
            return None
        for known in ("pemerintah", "kabupaten", "provinsi", "kelurahan", "kecamatan"):
            if near(self.words[index], known):
                return self.codebook.unit_words.at([known, *self.words[index + 1 : index + 6]], 0)
        return None

    def possessed(self, index: int) -> tuple[int, str] | None:
        """A unit noun with the possessive -nya ('dua rekannya')."""
        word = self.words[index] if index < len(self.words) else ""
        return self.codebook.unit_words.at([word.removesuffix("nya")], 0) if word.endswith("nya") else None

    def coordinated(self, end: int, unit: str) -> int:
        """'kabupaten dan kota', 'kota/kabupaten', 'kabupaten kota': one phrase of one unit."""
        while end < len(self.words):
            step = 1 if self.words[end] in ("dan", "/", "maupun", "serta", "atau", "&") else 0
            match = self.codebook.unit_words.at(self.words, end + step)
            if match is None or match[1] != unit or any(self.blocked[end : end + step + match[0]]):
                return end
            end += step + match[0]
        return end

    def widened(self, end: int, unit: str, last: int) -> int:
        """Governments and villages are counted as such; other nouns keep the words that narrow them."""
        if unit in ("local_government", "province", "village"):
            if end < len(self.words) and self.words[end] in (
                "lain",
                "lainnya",
                "lagi",
                "sisanya",
                "tambahan",
                "terpilih",
                "peserta",
            ):
                end += 1
            return end
        return max(end, self.phrase_end(last))

    def phrase_end(self, start: int) -> int:
        end = start
        while end < len(self.words) and end - start < LONGEST_NOUN_PHRASE and self.is_noun(end):
            end += 1
        return end

    def is_noun(self, index: int) -> bool:
        """Whether the token can be part of a noun phrase: no function word, no verb, no part of another number or name."""
        token = self.tokens[index]
        if token.kind != "w" or self.blocked[index] or token.text in self.stop or not self.is_word(index):
            return False
        if self.codebook.currency_before.at(self.words, index):
            return False
        if index + 1 < len(self.tokens) and is_power(self.tokens, index + 1):
            return False  # 'm2' is one word, and its digit would be nobody's
        if index and self.tokens[index - 1].kind == "w" and token.start == self.tokens[index - 1].end:
            return False
        return not is_verb(token.text)

    def is_word(self, index: int) -> bool:
        """A letter alone is a sign ('5 x 10') or what is left of a word, unless it is joined to one ('e-wallet', 'K/L')."""
        text = self.tokens[index].text
        joined = index + 1 < len(self.tokens) and self.tokens[index + 1].start == self.tokens[index].end
        return (len(text) > 1 and text[0] not in "²³") or (joined and self.words[index + 1] in ("-", "/"))

    def kind(self, index: int) -> str:
        return self.tokens[index].kind if index < len(self.tokens) else ""

    def joined(self, index: int) -> bool:
        """Whether at most one space stands between tokens[index] and the next."""
        return (
            index >= 0 and index + 1 < len(self.tokens) and self.tokens[index + 1].start - self.tokens[index].end <= 1
        )


def names_a_person(word: str, codebook: Codebook) -> bool:
    """Role nouns by form: the agentive prefix peN- without the abstract suffix -an; the suffixes -wan, -wati."""
    person = codebook.words["person"]
    if word in person["agentive"] or (word.endswith(("wan", "wati")) and len(word) > 5):
        return True
    if word.startswith(("per", "pesa")) or word.endswith(("kat", "di")):
        return False
    return word.startswith("pe") and not word.endswith("an") and len(word) > 5 and word not in person["not_agentive"]


def is_rank(words: Sequence[str], first: int, last: int) -> bool:
    """'peringkat ke-3', 'urutan 5', 'nomor 6 terbesar di dunia': whether the word before makes the number a place in an order."""
    before, after = words[first - 1] if first else "", words[last] if last < len(words) else ""
    if before == "ke" and first > 1:  # 'terbesar ke dua', 'urutan ke 5'
        return words[first - 2] in SUPERLATIVES or words[first - 2] in _RANKS
    if before in SUPERLATIVES and words[first].startswith("ke"):
        return True  # 'terbesar kedua'
    among = after in (*_RANKED_AMONG, "dari") or words[last : last + 2] == _AMONG or words[first] == "ke"
    of_us = before == "nomor" and first > 1 and words[first - 2] in _RANKED  # 'kita itu nomor 43'
    return before in _RANKS or of_us or (before in _RANKS_AMONG and among)


_RANKS = frozenset(("peringkat", "urutan", "ranking", "rangking"))
_RANKED = frozenset(("kita", "kami", "indonesia", "itu", "posisi"))
_RANKS_AMONG = frozenset(("nomor", "posisi", "no"))
MOVES = frozenset("naik turun melompat merosot melonjak".split())
SUPERLATIVES = frozenset("terbesar tertinggi terbaik terbanyak terluas terpanjang tercepat termurah".split())
_RANKED_AMONG = SUPERLATIVES | {"dunia", "sedunia", "teratas"}
_AMONG = ["di", "dunia"]


def is_verb(word: str) -> bool:
    """Finite verbs by prefix: me-, di-, ber-, ter- with a stem of some length; nouns with those letters are listed."""
    if word in _NOUNS_LIKE_VERBS or len(word) < 6:
        return False
    return word.startswith(("mem", "men", "meng", "meny", "mel", "mer", "di", "ber", "ter"))


_NOUNS_LIKE_VERBS = frozenset(
    "menteri menara meter mentor merek media digital direktur dirjen direktorat distrik dinas distributor disabilitas diplomat "
    "berita berkas beras berlian terminal ternak terumbu teritori terapis member memori mesin diskon dimensi dividen "
    "tertinggal terdepan terluar terpilih terpadu terbuka berbasis berbeda merdeka menengah bersama".split()
)


def is_percent(word: str) -> bool:
    """'Persen' with one letter wrong; 'person' is another word."""
    return word != "person" and near(word, "persen")


def near(word: str, known: str) -> bool:
    """Whether one edit (a letter added, left out, another, or two exchanged) makes `word` of `known`, and they are not equal."""
    other = len(word) == len(known) and sum(a != b for a, b in zip(word, known, strict=True)) == 1
    return other or slipped(word, known)


_LONG = 7
