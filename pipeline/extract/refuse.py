"""Refusals: which numbers are no figures, and why. Patterns first (refusals.toml), then the words around a numeral."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.dates import MONTHS
from pipeline.extract.codebook import Codebook
from pipeline.extract.fold import Folded
from pipeline.extract.gazetteer import gazetteer
from pipeline.extract.numerals import PERCENT_WORDS, Mention
from pipeline.extract.tokens import Token
from pipeline.extract.units import MOVES, SUPERLATIVES, is_rank, is_verb, near
from pipeline.model import Span


@dataclass(frozen=True, slots=True)
class Covered:
    """A stretch of text that a recogniser claims."""

    span: Span
    reason: str
    always: bool
    note: str


def covers(folded: Folded, body_start: int, codebook: Codebook) -> list[Covered]:
    """Stretches claimed by the recognisers, sorted, not overlapping: an earlier recogniser keeps what it has claimed."""
    claimed: list[Covered] = []
    taken = bytearray(len(folded.low))
    for recogniser in codebook.recognisers:
        text = folded.plain if recogniser.cased else folded.low
        for match in recogniser.pattern.finditer(text, body_start if recogniser.body_only else 0):
            start, end = match.span("x") if recogniser.bounded and match.start("x") >= 0 else match.span()
            if end > start and 1 not in taken[start:end]:
                taken[start:end] = b"\1" * (end - start)
                claimed.append(Covered(Span(start, end), recogniser.reason, recogniser.always, recogniser.note))
    return sorted(claimed, key=lambda cover: cover.span)


class Verdict(NamedTuple):
    """Why a numeral is no figure: the reason's code, and for people the word or rule that decided."""

    reason: str
    because: str


class Judge:
    """Judges numerals that no recogniser covers by the words beside them. One for each text."""

    def __init__(self, tokens: Sequence[Token], plain: str, body_start: int, codebook: Codebook) -> None:
        self.tokens, self.plain, self.body_start, self.codebook = tokens, plain, body_start, codebook
        self.words = [token.text for token in tokens]
        self.durations = frozenset(codebook.words["refused_nouns"]["duration"])
        nouns = codebook.words["refused_nouns"]
        listed = (word for size in _MOST_PARTS for noun in nouns[size] for word in noun.split())
        self.parts = tuple(dict.fromkeys(word for word in listed if len(word) >= 8))
        self.stop = frozenset(codebook.words["noun_phrase"]["stop"])

    def is_dated(self, mention: Mention) -> bool:
        """'Indeks naik dari 2,34 tahun lalu': a decimal other than a half is no number of years, and 'tahun lalu' says which year."""
        halves = mention.fractional and (2 * mention.value) % 1 == 0
        return mention.fractional and not halves and " ".join(self.words[mention.last : mention.last + 2]) in _YEARS

    def verdict(self, mention: Mention) -> Verdict | None:
        """None for a figure."""
        if mention.defect:
            return Verdict(mention.defect, _DEFECTS.get(mention.defect, "it has no usable value"))
        if self.is_a_prize(mention):
            return Verdict("ordinal", "a superlative and an ordinal with capitals in running text name a prize")
        if is_rank(self.words, mention.first, mention.last):
            return None
        after = self.words[mention.last] if mention.last < len(self.words) else ""
        before = self.words[mention.first - 1] if mention.first else ""
        if mention.ranked:
            return None if before in SUPERLATIVES else self.ranked(mention, before, after)
        if self.is_a_misspelt_date(mention, after):
            return Verdict("date", f"a day before a month with one letter wrong, '{after}', and its year")
        if after in self.durations and not mention.year and not self.is_dated(mention):
            return Verdict("duration", f"a length of time: '{after}' behind it")
        if mention.year and not self.is_counted_year(mention, before):
            return Verdict("date", "a year: four digits from 1900 to 2099, and no word beside them counts")
        if noun := self.part_of_text(mention):
            return Verdict("structural", f"a small number of parts of a text or plan: '{noun}' behind it")
        if mention.worded and mention.value == 0:
            if before in _BEFORE_COUNTS or after in PERCENT_WORDS:
                return None
            return Verdict("idiom", "nought in a word, and no counting word before it")
        if mention.worded and mention.value == 1 and not mention.scaled:
            return self.one(mention)
        if self.is_supposed(mention):
            return Verdict(
                "hypothetical", "it stands in an 'if' that opens its sentence, told of nothing that happened"
            )
        if self.is_an_age(mention):
            return Verdict("duration", "an age: two digits alone in brackets behind a name")
        if before in _SIZES and self.is_of_each(mention):
            return Verdict("specification", f"'{before}' tells the size of each of several alike")
        if self.is_a_rating(mention, before):
            return Verdict("specification", f"a power rating right behind the thing it belongs to, '{before}'")
        if (
            mention.worded
            and mention.value <= _LONGEST_LIST
            and after == ","
            and (not mention.first or self.words[mention.first - 1] in _SENTENCE_ENDS)
        ):
            return Verdict("ordinal", "it opens a sentence before a comma: an item of a spoken list")
        if before in ("nomor", "no") and not mention.scaled:
            return Verdict("ordinal", f"'{before}' before it")
        if self.follows_a_name(mention) or self.ends_a_title(mention):
            return Verdict("proper_name", f"a bare number behind a name, '{before}', with nothing to count")
        return None

    def shared(self, mention: Mention, before: Mention, reason: str) -> Verdict | None:
        """'Kemenko 3 dan 4', 'kelas 1, 2, dan 3': a bare number coordinated with a refused one is refused with it."""
        gap = self.words[before.last : mention.first]
        after = self.words[mention.last] if mention.last < len(self.words) else ""
        if reason not in _COORDINATED or not gap or len(gap) > 2 or not _JOINERS.issuperset(gap) or mention.scaled:
            return None
        if after.isalpha() and after not in self.stop:
            return None
        return Verdict(reason, f"it shares the reason of the number before it, joined by '{' '.join(gap)}'")

    def ranked(self, mention: Mention, before: str, after: str) -> Verdict | None:
        """ke-: collective before a noun ('kedua negara', 'ke-50 daerah'), else a place in an order ('angkatan kedua', 'surat teguran
        ketiga')."""
        if self.codebook.unit_words.at(self.words, mention.last) and not mention.worded and mention.value >= 10:
            return None
        counted = self.codebook.unit_words.at(self.words, mention.last) or after in _COUNTED
        named = before.isalpha() and before not in self.stop and not is_verb(before) and not counted
        if not mention.worded or before in _ORDERED or not after.isalpha() or after in _AFTER_ORDINAL or named:
            return Verdict("ordinal", "the prefix 'ke-' makes it a place in an order")
        return Verdict(
            "structural"
            if self.codebook.structural_nouns.at(self.words, mention.last) and mention.value > 2
            else "idiom",
            f"'ke-' before '{after}': all of what was named before",
        )

    def one(self, mention: Mention) -> Verdict | None:
        """'satu' is an article unless a word beside it stresses the count ('hanya satu', 'satu daerah lagi'), it says how far something
        moved ('turun satu tingkat'), or it stands in a list of things counted ('satu unit loader, dua unit dozer', 'tiga kabupaten dan satu kotamadya')."""
        words, first, last = self.words, mention.first, mention.last
        before, after = words[first - 1] if first else "", words[last] if last < len(words) else ""
        behind = words[last + 1 : last + 3]
        if before in _EXISTING or not _STRESSED.isdisjoint(words[max(0, first - 2) : first]):
            return None
        if (
            after in PERCENT_WORDS
            or not _STRESSED_BEHIND.isdisjoint(behind)
            or ("saja" in behind and before.isalpha() and before not in self.stop)
        ):
            return None
        if after in ("tingkat", "peringkat") and before in MOVES:
            return None
        if after in ("kali", "per") or not after.isalpha():
            return _ARTICLE
        numbers = [i for i in self.near(first) if self.is_plural(i)]
        alike = any(words[i + 1] == after for i in numbers)
        joined = first - 1 - (words[first - 2 : first] == [",", "dan"])
        listed = before in _COORDINATORS and any(joined - _ITEM_REACH <= i < joined for i in numbers)
        return None if alike or listed else _ARTICLE

    def near(self, index: int) -> range:
        """The places near by in the same sentence."""
        low, high = max(0, index - _LIST_REACH), min(len(self.words) - 1, index + _LIST_REACH)
        first = next((i + 1 for i in range(index, low, -1) if self.words[i] in _SENTENCE_ENDS), low)
        return range(first, next((i for i in range(index, high) if self.words[i] in _SENTENCE_ENDS), high))

    def is_plural(self, index: int) -> bool:
        """Whether the token is a number, and another than 'satu'."""
        word = self.words[index]
        return word not in ("satu", "1") and (self.tokens[index].kind == "d" or word in self.codebook.numerals.digits)

    def is_counted_year(self, mention: Mention, before: str) -> bool:
        """Four digits from 1900 to 2099 are a year unless a counting word or a known unit says otherwise."""
        if before in _BEFORE_YEARS:
            return False
        if before in _BEFORE_COUNTS or self.codebook.currency_before.ending_at(self.words, mention.first):
            return True
        match = self.codebook.unit_words.at(self.words, mention.last) or self.codebook.measure_words.at(
            self.words, mention.last
        )
        if match and self.words[mention.last + match[0] : mention.last + match[0] + 1] in (
            ["itu"],
            ["ini"],
            ["tersebut"],
        ):
            return False  # 'pada evaluasi 2020 kabupaten itu': the noun has been counted before
        return (
            match is not None and mention.first > 0 and not self.plain[self.tokens[mention.first - 1].start].isupper()
        )

    def part_of_text(self, mention: Mention) -> str:
        """The noun where a small whole number of pillars, aspects, agendas is said; else nothing."""
        noun = self.codebook.structural_nouns.at(self.spelt(mention.last), 0)
        if not noun or mention.value % 1 or not 0 < mention.value <= _MOST_PARTS[noun[1]]:
            return ""
        if mention.first and self.words[mention.first - 1] in _BEFORE_COUNTS:
            return ""  # 'sebanyak 12 kawasan': a counting word before it
        for things in (self.codebook.measure_words, self.codebook.unit_words):
            if (longer := things.at(self.words, mention.last)) and longer[0] > noun[0]:
                return ""  # 'poin persen', 'bidang tanah'
        return " ".join(self.words[mention.last : mention.last + noun[0]])

    def spelt(self, index: int) -> list[str]:
        """The words from there on; where they name no parts, a long word behind the first with one letter wrong put right ('program
        priorotas')."""
        words = self.words[index : index + _LONGEST_PART]
        if self.codebook.structural_nouns.at(words, 0):
            return words
        return words[:1] + [
            next((known for known in self.parts if len(word) >= 8 and near(word, known)), word) for word in words[1:]
        ]

    def is_a_prize(self, mention: Mention) -> bool:
        """'Provinsi Terbaik Kedua diraih ...', unlike 'terbesar kedua di dunia'."""
        first = mention.first
        if not first or self.words[first - 1] not in SUPERLATIVES or self.tokens[first].start < self.body_start:
            return False
        name, number = self.plain[self.tokens[first - 1].start], self.plain[self.tokens[first].start]
        return name.isupper() and number.isupper() and self.words[first].startswith("ke")

    def is_a_rating(self, mention: Mention, before: str) -> bool:
        """'100 unit genset 10 kVA': a power rating right behind the thing says which model it is."""
        measure = self.codebook.measure_words.at(self.words, mention.last)
        return measure is not None and measure[1] in _RATINGS and before.isalpha() and before not in _OF_POWER

    def is_of_each(self, mention: Mention) -> bool:
        """'118 tangki air berkapasitas 8.000 liter', 'setiap menara setinggi 32 meter': a measure of the model, not a total."""
        if self.codebook.measure_words.at(self.words, mention.last) is None:
            return False
        for index in range(mention.first - 2, max(-1, mention.first - _SIZED_REACH), -1):
            if self.words[index] in ("setiap", "tiap"):
                return True
            if self.is_plural(index):
                return index < mention.first - 2  # its things stand between: 'Seksi 6 sepanjang' is one road
            if not self.words[index].isalpha() or self.words[index] in self.stop:
                return False
        return False

    def is_a_misspelt_date(self, mention: Mention, after: str) -> bool:
        """'14 Septemebr 2024'."""
        year = self.words[mention.last + 1] if mention.last + 1 < len(self.words) else ""
        if mention.worded or mention.value > 31 or not (year.isdigit() and len(year) == 4):
            return False
        return len(after) > 5 and any(near(after, month) for month in MONTHS if len(month) > 5)

    def is_supposed(self, mention: Mention) -> bool:
        """'Kalau satu tandan berisi 10, berarti ...': what an 'if' at the head of a sentence supposes. One that looks at something
        ('jika dibandingkan'), reports ('sudah') or sets a time against another ('jika tahun lalu 50, tahun ini 60') does not."""
        for index in range(mention.first - 1, max(-1, mention.first - _SUPPOSED_REACH), -1):
            word = self.words[index]
            if word in _IFS:
                return index == 0 or self.words[index - 1] in _SENTENCE_ENDS
            if word in _NOT_SUPPOSED or word in _SENTENCE_ENDS or word.startswith(("dibanding", "dibagi")):
                return False
        return False

    def is_an_age(self, mention: Mention) -> bool:
        """'Sari (34)': two digits alone in brackets behind a person's name; behind a place or an acronym they count."""
        first, last = mention.first, mention.last
        if mention.worded or mention.scaled or not 10 <= mention.value < 100 or mention.value % 1:
            return False
        if first < 2 or self.words[first - 1] != "(" or self.words[last : last + 1] != [")"]:
            return False
        name = self.plain[self.tokens[first - 2].start : self.tokens[first - 2].end]
        return name.istitle() and name.isalpha() and name.lower() not in gazetteer(self.codebook).meanings

    def ends_a_title(self, mention: Mention) -> bool:
        """'Forum Kota Barat 9: ...', 'Layanan Satu 2 Pulih': a bare small number in a title behind a name, with nothing to count."""
        first, last = mention.first, mention.last
        if (
            mention.worded
            or mention.scaled
            or mention.value >= 20
            or mention.value % 1
            or mention.value_max is not None
        ):
            return False
        if not first or self.tokens[first].start >= self.body_start:
            return False
        name = self.tokens[first - 1]
        after = self.words[last] if last < len(self.words) else "\n"
        acronym = self.plain[name.start : name.end].isupper() and len(name.text) > 2
        counted = self.codebook.unit_words.at(self.words, last) or self.codebook.measure_words.at(self.words, last)
        which = acronym and (after == "," or (mention.value < 10 and not counted))  # 'SATRIA 1 Siap Mengorbit'
        closes = after in ("\n", ":", "?", "!") or after in _AFTER_NAMES or which
        capital = name.kind == "w" and self.plain[name.start].isupper() and not name.text.endswith(("kan", "i"))
        return closes and capital and name.text not in _NO_NAMES and name.text not in _NUMBER_VERBS

    def follows_a_name(self, mention: Mention) -> bool:
        """'Area Camp 90', 'Desa Simpang Empat': a bare small number after a capitalised word inside a sentence of the body, with no
        noun to count; a word for it has a capital too."""
        if (
            (mention.worded and self.plain[self.tokens[mention.first].start].islower())
            or mention.value >= 1000
            or mention.value % 1
            or mention.scaled
            or mention.value_max is not None
        ):
            return False
        first, last = mention.first, mention.last
        if first < 2 or self.tokens[first].start < self.body_start or self.tokens[first - 1].kind != "w":
            return False
        name, earlier = self.tokens[first - 1], self.tokens[first - 2]
        listed = earlier.text == "," and first > 3 and self.tokens[first - 3].kind == "d"
        if listed and mention.value >= _MANY and self.words[first - 4] != name.text:
            return False  # 'koperasi 7.098, BUMDes 806, BUMDesma 82': a list of what there is of each
        follower = self.tokens[last] if last < len(self.tokens) else None
        if follower and follower.kind == "n" and self.codebook.measure_words.at(self.words, last + 1):
            return False  # the line was broken between the number and its unit
        bare = (
            follower is None or (follower.kind in "pn" and follower.text not in "%-/°") or follower.text in _AFTER_NAMES
        )
        capital = len(name.text) > 1 and not self.plain[name.start : name.end].islower()  # 'iPhone' too
        inside = earlier.kind == "w" or earlier.text in (",", "(", "-")
        places = gazetteer(self.codebook).phrases
        is_place = places.ending_at(self.words, first) is not None or name.text == "indonesia"
        return bare and capital and inside and not is_place and name.text not in _NO_NAMES


_YEARS = frozenset(("tahun lalu", "tahun ini", "tahun depan", "tahun sebelumnya"))
_DEFECTS = {
    "contradictory": "said twice, in words and in digits, and with two values",
    "duration": "a length of time in one word",
    "letter_number": "more digits than any amount that is published has",
    "proper_name": "one letter is run together with it: a code or a name",
    "ordinal": "'pertama' is a place in an order",
    "structural": "its dots and commas fit no way of writing a number",
    "vague": "it says about how many, or a part that no decimal gives exactly",
}
_MOST_PARTS = {"structural": 60, "structural_small": 12}
_LONGEST_PART = 3
"""Words of the longest phrase for parts of a text that are looked at."""
_COORDINATED = frozenset(("proper_name", "ordinal", "law"))
_JOINERS = frozenset(("dan", ",", "-", "atau", "&", "hingga", "sampai"))
_ARTICLE = Verdict("idiom", "'satu' is an article where no word stresses the count")
_LIST_REACH = 15
_SIZED_REACH = 7
_SIZES = frozenset("berkapasitas kapasitas berdaya bertenaga berukuran setinggi seberat selebar".split())
_ITEM_REACH = 5
_COORDINATORS = frozenset(("dan", "serta", "&"))
_LONGEST_LIST = 20
_ORDERED = frozenset(
    "tahap angkatan tahun hari bulan minggu kuartal triwulan semester urutan peringkat sesi periode gelombang batch edisi kali putaran "
    "yang anak pasal lantai fase generasi kelas bagian pilar agenda poin aspek kategori ganjil".split()
)
_COUNTED = frozenset(("pihak", "jenis", "belah", "lembaga", "institusi", "proyek"))
_AFTER_ORDINAL = frozenset(
    "di yang pada dari dan untuk terbesar tertinggi adalah ini itu tersebut dengan kalinya ialah sejak setelah oleh".split()
)
_STRESSED = frozenset(
    "sedikitnya minimal minimum hanya cuma sebanyak masing maksimal maksimum setidaknya sekurangnya sejumlah total ditambah plus".split()
)
_EXISTING = frozenset("terdapat tersisa tinggal tercatat berjumlah beserta".split())
_RATINGS = frozenset(("kVA", "VA", "W", "V"))
_OF_POWER = frozenset(
    "sebesar mencapai menjadi kapasitas berkapasitas daya berdaya total sebanyak hingga sekitar dari dan adalah setara tambahan".split()
)
_SUPPOSED_REACH = 14
_IFS = frozenset("kalau jika apabila bila andai".split())
_NOT_SUPPOSED = frozenset(
    ", maka artinya berarti sudah telah salah lihat dilihat melihat dihitung digabung ditotal dirinci lalu sebelumnya dulu dahulu pada "
    "tahun".split()
)
_SENTENCE_ENDS = frozenset((".", '"', "\n", ";", ":"))
_STRESSED_BEHIND = frozenset(("lagi", "sisanya", "lainnya"))
_BEFORE_YEARS = frozenset(
    "tahun pada di sejak hingga sampai selama sepanjang mulai periode anggaran dan akhir awal".split()
)
_BEFORE_COUNTS = frozenset("sebanyak sejumlah sebesar total seluas senilai mencapai berjumlah".split())
_MANY = 20
"""From there on a number behind a name is rather how many there are than which."""
_AFTER_NAMES = frozenset("dan di yang serta untuk pada dengan hingga sampai ke dari".split())
_NUMBER_VERBS = frozenset(
    "capai raih tembus naik turun jadi tambah bangun buka tutup rekrut latih cetak hampir lewat".split()
)
_NO_NAMES = frozenset(
    "total sebanyak hanya persen menjadi hingga sampai sekitar nilai skor indeks dari sebesar mencapai".split()
)
