"""Speakers: who says a figure, from quotations and reporting verbs within its sentence or quotation."""

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.extract.codebook import Codebook
from pipeline.model import Span

# At most eight words, so that matching stays linear; a full stop only after an initial, for it may end the sentence.
_WORD = r"(?:[A-Z]\.|[A-Z][\w'-]*)"
_NAME = rf"{_WORD}(?:\s{_WORD}){{0,7}}"
_TITLED = rf"{_WORD}(?:\s(?:dan\s)?{_WORD}){{0,9}}"
"""A name behind its office, whose own name may hold an 'and': 'Menteri Komunikasi dan Digital Sari Melati'."""
_AFTER_SPEECH = r"(?:^|(?<=[\",.?!])|(?<=[\",.?!]\s))"
"""A bare stem reports only right behind speech: ' ..., ujar', not 'nilai tambah' or 'tutup tahun'."""
_SOURCES = r"(?:hasil\s)?(?:data|survei|laporan|catatan|riset|studi)"
_APPOSITION = re.compile(rf",\s(?P<name>{_NAME}),")
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_REACH = 6
"""Sentences that a quotation is followed over."""
_FAR = 12
"""Sentences back that a pronoun may stand for the last speaker of."""


class SpeakerReader:
    """One for each text. Names are resolved to the longest form of the name that the text holds."""

    def __init__(self, plain: str, body_start: int, sentences: Sequence[Span], codebook: Codebook) -> None:
        verbs = codebook.words["reporting"]
        before, stem, after, pronoun, acts = (
            "|".join(sorted(map(re.escape, verbs[key]), key=len, reverse=True))
            for key in ("before_name", "stem_before_name", "after_name", "pronoun", "after_person")
        )
        self.pronouns = re.compile(
            rf"\b(?:{pronoun})\b|\b[Mm]enurut(?:nya|\s(?:dia|ia|beliau|{_OWN_VIEW}))\b|\b(?:{stem})\s(?:dia|ia|beliau)\b|\b(?:[Ii]a|[Dd]ia|[Bb]eliau|[Dd]irinya)\s(?:\w+\s)?(?:{after})\b"
        )
        says = rf"menurut(?:\s{_SOURCES})?|berdasarkan\s{_SOURCES}|{before}|{_AFTER_SPEECH}(?:{stem})"
        self.named = re.compile(rf"\b(?i:{says})\s(?:oleh\s|dari\s)?(?P<name>{_TITLED})")
        self.naming = re.compile(
            rf"\b(?:Data\s)?(?P<name>{_TITLED})(?:\s\([A-Z]\w*\))?(?:,\s(?P<other>{_TITLED}),)?\s(?:\w+\s)?(?:{after})\b"
        )
        self.acting = re.compile(rf"\b(?P<name>{_TITLED})(?:,\s(?P<other>{_TITLED}),)?\s(?:\w+\s)?(?:{acts})\b")
        self.recording = re.compile(
            rf"\b(?:(?:Data|Survei|Catatan)\s(?P<source>{_TITLED})|(?P<body>(?:Kementerian|Badan)\s{_TITLED}))(?:\s\([A-Z]\w*\))?(?:\s\w+){{0,2}}\smencatat\b"
        )
        self.headline = re.compile(rf"(?:^|,\s|[Tt]entang\s)(?P<name>{_NAME}):\s")
        self.titles, self.heads = frozenset(verbs["titles"]), frozenset(verbs["heads"])
        self.regional, self.places = frozenset(verbs["regional"]), _place_words(codebook)
        self.plain, self.sentences, self.body_start = plain, sentences, body_start
        self.quoted = _quoted(plain, sentences)
        self.reports: dict[int, bool] = {}
        self.names: dict[int, str | None] = {}
        self.full: dict[str, str] | None = None
        self.titled: set[str] = set()
        self.holders: dict[str, str] = {}

    def of_sentence(self, sentence: int, starts: Sequence[int]) -> list[str | None]:
        """The speaker of what stands at each start in the sentence; None where the sentence or quotation names none."""
        span = self.sentences[sentence]
        headline = self.headline.search(span.of(self.plain))
        colon = span.start + headline.end() if headline else span.end
        titled = self.without_titles(headline["name"]) if headline else None
        said = self.said(sentence)
        return [titled if headline and colon <= start else said for start in starts]

    def said(self, sentence: int) -> str | None:
        if name := self.name_in(sentence):
            return name
        if self.pronouns.search(self.sentences[sentence].of(self.plain)):
            return self.named_before(sentence)
        return self.after_quotation(sentence) if self.quoted[sentence] else None

    def says(self, sentence: int, start: int) -> bool:
        """Whether what stands at `start` is within the quotation, where the sentence has one."""
        span = self.sentences[sentence]
        marks = self.plain.count('"', span.start, start)
        if not marks and '"' not in span.of(self.plain) and not self.quoted[sentence]:
            return True
        inside = self.quoted[sentence] and not self.plain.startswith('"', span.start)
        return inside ^ (marks % 2 == 1)

    def has_report(self, sentence: int) -> bool:
        """Whether the sentence says that somebody said something."""
        if sentence not in self.reports:
            text = self.sentences[sentence].of(self.plain)
            self.reports[sentence] = any(p.search(text) for p in (self.named, self.naming, self.pronouns))
        return self.reports[sentence]

    def name_in(self, sentence: int) -> str | None:
        if sentence not in self.names:
            self.names[sentence] = self.first_name(self.sentences[sentence].of(self.plain))
        return self.names[sentence]

    def first_name(self, text: str) -> str | None:
        for match in self.named.finditer(text):
            behind = _APPOSITION.match(text, match.end("name"))
            if name := self.of_two(match["name"], behind["name"] if behind else None):
                return name
        for match in self.naming.finditer(text):
            seat = match["other"] and text.endswith(
                ("di ", "dari "), 0, match.start()
            )  # 'kepala dinas di Bogor, Sari Melati, ...'
            if name := self.of_two(match["other"] if seat else match["name"], match["other"]):
                return name
        for match in self.acting.finditer(text):
            name = self.of_two(match["name"], match["other"])
            if name and self.is_person(name.split()):
                return name
        recorded = self.recording.search(text)
        return (recorded["source"] or recorded["body"]) if recorded else None

    def of_two(self, found: str, other: str | None) -> str | None:
        """Of a name and an apposition to it, the person: 'Direktur Jenderal Pos, Sari Melati,' and the other way round."""
        if other and not self.is_person(self.bare(found)) and self.is_person(self.bare(other)):
            return self.without_titles(other)
        return self.without_titles(other if other and self.is_office(found) and not self.is_office(other) else found)

    def is_person(self, words: Sequence[str]) -> bool:
        """Whether the text gives an office to somebody whose name begins so."""
        self.fullest()
        return not self.titled.isdisjoint(words[:1])

    def named_before(self, sentence: int) -> str | None:
        """A pronoun stands for the speaker named last, a few sentences back at most."""
        for earlier in range(sentence - 1, max(-1, sentence - _FAR), -1):
            if name := self.name_in(earlier):
                return name
        return None

    def after_quotation(self, sentence: int) -> str | None:
        """The first sentence from here on, within the quotation or right after it, that says who speaks."""
        for later in range(sentence + 1, min(len(self.sentences), sentence + _REACH)):
            if name := self.name_in(later):
                return name
            if self.pronouns.search(self.sentences[later].of(self.plain)):
                return self.named_before(later)
            if not self.quoted[later]:
                return None
        return None

    def is_office(self, found: str) -> bool:
        return found.split()[0].lower().strip(".") in self.titles

    def without_titles(self, found: str) -> str | None:
        """The bare name in its fullest form; an office named without its holder stays as it is."""
        words = self.bare(found)
        if not words:
            return self.holder(found) or found
        if words[0] in _NO_NAMES or self.places.issuperset(word.lower() for word in words):
            return None
        name = " ".join(words)
        full = self.fullest().get(words[0], name)
        return full if full.startswith(name) or len(words) == 1 else name

    def holder(self, office: str) -> str | None:
        """Who holds an office, by the text: 'Menteri Komunikasi dan Digital (Menkomdigi) Sari Melati'."""
        self.fullest()
        return self.holders.get(" ".join(office.lower().split()))

    def bare(self, found: str) -> list[str]:
        """The words of the person's name; none for an office alone. Of two who speak, the first."""
        words = _SEAM.split(found)[-1].split()  # 'SignifikanDadan': a headline without a space behind it
        first, regional = 0, False
        while first < len(words):
            word = words[first].lower().strip(".")
            if not (word in self.titles or (first and word == "dan") or (regional and word in self.places)):
                break
            regional = regional or word in self.regional
            first += 1
        last = words.index("dan", first) if "dan" in words[first:] else len(words)
        return words[first:last]

    def fullest(self) -> dict[str, str]:
        """By first word, the first full name in the text that it begins, in its longest form; by another word of it, where no name
        begins with that one."""
        if self.full is None:
            self.full = {}
            # In a headline every word is written like a name, and some texts repeat theirs.
            title, body = self.plain[: self.body_start].strip(), self.plain[self.body_start :]
            for match in re.finditer(rf"\b{_NAME}", body.replace(title, "\n") if title else body):
                words = self.bare(match.group())
                words = words[1:] if words and words[0] in _NO_NAMES else words
                if 1 < len(words) < 5:
                    name = " ".join(words)
                    if match.group().split()[0].lower().strip(".") in self.heads and not words[0].isupper():
                        self.titled.add(words[0])
                    if name.startswith(self.full.setdefault(words[0], name)):
                        self.full[words[0]] = name
            for match in re.finditer(
                rf"\b(?P<office>{_TITLED})(?:\s\((?P<short>[A-Z]\w*)\),?\s(?P<name>{_NAME}))?", body
            ):
                words, spare = self.bare(match["office"]), match["office"].split()
                name = " ".join(self.bare(match["name"]) if match["name"] and not words else words)
                office = " ".join(spare[: len(spare) - len(words)]).lower()
                if office and name and office.split()[0] in self.heads:
                    self.holders.setdefault(office, self.full.get(name.split()[0], name))
            for name in list(self.full.values()):
                for word in name.split()[1:]:
                    self.full.setdefault(word, name)
        return self.full


@lru_cache(maxsize=4)
def _place_words(codebook: Codebook) -> frozenset[str]:
    """The words of the areas' names: 'Gubernur Kalimantan Selatan' is an office to the last word."""
    return frozenset(word for row in codebook.areas for word in row["label_id"].lower().split())


def _quoted(plain: str, sentences: Sequence[Span]) -> list[bool]:
    """Whether each sentence begins inside a quotation or with one; a line break closes what was left open."""
    quoted, opened, position = [], False, 0
    for span in sentences:
        gap = plain[position : span.start]
        opened = False if "\n" in gap else opened ^ (gap.count('"') % 2 == 1)
        quoted.append(opened or plain.startswith('"', span.start))
        opened ^= plain.count('"', *span) % 2 == 1
        position = span.end
    return quoted


_OWN_VIEW = r"(?:per)?hitungannya|catatannya|penuturannya|pengakuannya|pengamatannya|pandangannya|pengalamannya"
_NO_NAMES = frozenset(
    "Menurut Ia Dia Dirinya Beliau Data Hal Dalam Pada Selain Berdasarkan Kami Kita Triwulan Hasil Untuk Di Saat Namun Tetapi "
    "Tapi Sementara Sedangkan Adapun Kemudian Lalu Bahkan Meski Meskipun Walau Walaupun Karena Sebab Lantaran Setelah Sesudah "
    "Sebelum Sejak Ketika Kini Sekarang Dengan Dari Bagi Agar Jadi Maka Usai Seusai Begitu Selanjutnya Secara Jika Bila Kalau "
    "Apabila Yang Ini Itu Hingga Sampai Sepanjang Selama Tak Tidak Bukan".split()
)
