"""Numbers: every numeral of a token list, alone or joined with the next in a range, a ratio or a gloss, with exact values."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.extract.codebook import Codebook
from pipeline.extract.digit_strings import digits_value
from pipeline.extract.numerals import PERCENT_WORDS, Mention, NumeralReader, in_percent
from pipeline.extract.tokens import Token
from pipeline.schema.types import DECIMAL_PRECISION, DECIMAL_SCALE

_LARGEST = Decimal(10) ** (DECIMAL_PRECISION - DECIMAL_SCALE)


def scan(tokens: Sequence[Token], plain: str, codebook: Codebook) -> list[Mention]:
    """All numerals in reading order, not overlapping. Each digit token lies in exactly one."""
    reader = _Reader(tokens, plain, codebook)
    found: list[Mention] = []
    index = 0
    while index < len(tokens):
        mention = None if is_power(tokens, index) else reader.read(index)
        if mention is None:
            index += 1
        else:
            found.append(mention)
            index = mention.last
    return found


def is_power(tokens: Sequence[Token], index: int) -> bool:
    """Whether a digit is part of a unit's word: the power of a length ('m2', 'km3'), the formula of a gas ('ton CO2')."""
    if index == 0 or tokens[index].text not in ("2", "3") or tokens[index - 1].text not in _LENGTHS:
        return False
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    joined = (
        after is not None and after.kind == "w" and after.start == tokens[index].end and after.text not in ("e", "eq")
    )
    return tokens[index - 1].end == tokens[index].start and not joined


def is_storable(mention: Mention) -> bool:
    """Whether the decimal columns can hold the value: so large or so fine a number is an identifier or an attack."""
    for value in (mention.value, mention.value_max or Decimal(0)):
        exponent = value.as_tuple().exponent
        if abs(value) >= _LARGEST or not isinstance(exponent, int) or exponent < -DECIMAL_SCALE:
            return False
    return True


class _Reader(NumeralReader):
    def read(self, index: int) -> Mention | None:
        mention = self.simple(index)
        if mention is None or mention.defect or mention.ranked or mention.share:
            return mention
        if (end := self.misspelt(mention)) is not None:
            return replace(mention, last=end, defect="vague")
        mention = self.signed(self.ratio(mention) or self.ranged(self.suffixed(self.glossed(mention))))
        return mention if is_storable(mention) else replace(mention, defect="letter_number")

    def misspelt(self, mention: Mention) -> int | None:
        """'Rp 5 jutta', 'dua pulu lima': a scale with a letter too many, too few or two exchanged is not guessed at, and without
        it the number would be another. Where what was meant ends."""
        last = mention.last
        word = self.word(last)
        if not word.isalpha() or word in self.lexicon or word in _NO_SLIPS:
            return None
        meant = [known for known in _SCALES.get(word[0], ()) if slipped(word, known)]
        if not meant or (meant[0] in _POWERS and not (mention.worded and mention.value < 10)):
            return None
        inner = self.simple(last + 1) if last + 1 < len(self.tokens) and self.word(last + 1) in self.lexicon else None
        return inner.last if inner else last + 1

    def signed(self, mention: Mention) -> Mention:
        """'minus 2,5 persen', '-2,5%', '-5°C': below zero. A dash is a sign only right before a share or a temperature, and
        behind a space or a bracket."""
        first, last = mention.first, mention.last
        if not first or mention.defect or mention.value_max is not None:
            return mention
        before, tokens = self.word(first - 1), self.tokens
        unit = self.codebook.measure_words.at(self.words, last)
        dash = (
            before == "-" and unit is not None and unit[1] in _SIGNED and tokens[first - 1].end == tokens[first].start
        )
        parted = first < 2 or tokens[first - 2].end < tokens[first - 1].start or tokens[first - 2].text == "("
        if before != "minus" and not (dash and parted):
            return mention
        return replace(mention, first=first - 1, value=-mention.value, year=False)

    def glossed(self, mention: Mention) -> Mention:
        """'10 (sepuluh)', 'Rp2.000,- (dua ribu rupiah)' say one number twice; 'dua puluh (25)' says two: contradictory."""
        last = mention.last
        money = self.codebook.currency_before.ending_at(self.words, mention.first)
        if money and self.words[last : last + 2] == [",", "-"]:
            last += 2
        if self.word(last) not in _BRACKETS or last + 2 >= len(self.tokens):
            return mention
        inner = self.simple(last + 1)
        if inner is None or inner.defect or inner.worded == mention.worded or inner.year:
            return mention
        end = inner.last
        if money and (unit := self.codebook.currency_after.at(self.words, end)) and unit[1] == money[1]:
            end += unit[0]
        if self.word(end) != _BRACKETS[self.word(last)]:
            return mention
        if inner.value == mention.value:
            return replace(mention, last=end + 1)
        return replace(mention, last=end + 1, defect="contradictory")

    def suffixed(self, mention: Mention) -> Mention:
        """'80-an', '1.900an': about."""
        last = mention.last
        after = last + 1 if self.word(last) == "-" else last
        if self.word(after) == "an" and self.tokens[after].start - self.tokens[last - 1].end <= 1:
            return replace(mention, last=after + 1, approximate=True, year=False)
        return mention

    def ratio(self, mention: Mention) -> Mention | None:
        """'1 dari 7 anak', 'empat dari sepuluh warga': a share of people in general, in percent to six decimals."""
        if mention.scaled or mention.value % 1 or mention.value >= _FEW or self.word(mention.last) != "dari":
            return None
        whole = self.simple(mention.last + 1) if mention.last + 1 < len(self.tokens) else None
        if whole is None or whole.defect or whole.scaled or not mention.value < whole.value <= _FEW:
            return None
        noun = self.codebook.unit_words.at(self.words, whole.last)
        if noun is None or noun[1] != "person" or self.word(whole.last + noun[0]) in ("tersebut", "itu", "yang"):
            return None
        return Mention(mention.first, whole.last, in_percent(mention.value, whole.value), worded=True, share=True)

    def neighbours(self, mention: Mention) -> bool:
        """'tujuh atau delapan daerah': two neighbouring small numbers are a range."""
        if self.word(mention.last) != "atau" or mention.last + 1 >= len(self.tokens) or mention.value > _FEW:
            return False
        other = self.simple(mention.last + 1)
        return other is not None and not other.defect and other.value == mention.value + 1

    def says_between(self, mention: Mention) -> bool:
        """Whether the unit after the first number may be followed by a second end: 'naik 2% hingga 5% ...' tells of a change."""
        between = mention.first > 0 and self.words[mention.first - 1] in _BETWEEN
        return between or self.word(mention.last + 1) in ("-", "s")

    def ranged(self, mention: Mention) -> Mention:
        """'3,97 s.d. 4,8', '10-15 ribu', 'Rp16.000-Rp19.000': the scale of the second goes for a bare first."""
        if mention.year or mention.approximate:
            return mention
        end = mention.last
        if (
            self.word(end) == "±"
            and (margin := self.simple(end + 1))
            and not margin.defect
            and margin.value < mention.value
        ):
            low, high = mention.value - margin.value, mention.value + margin.value
            return replace(mention, last=margin.last, value=low, value_max=high)
        opened = self.words[mention.first - 1] if mention.first else ""
        both = self.word(end) == "dan" and opened == "antara"
        # What the range is only read by belongs to the number, for its words alone must give the value again.
        first = mention.first - both
        if self.word(end) in PERCENT_WORDS and self.says_between(mention):
            end += 1  # 'antara 72% hingga 94%' says the unit twice
            first = mention.first - (opened in _BETWEEN)
        connector = "words" if both or self.neighbours(mention) else _RANGE_WORDS.get(self.word(end))
        if connector is None:
            return mention
        after = end + 1
        if connector == "short":
            if self.word(after + 1) != "d":
                return mention
            after += 3 if self.word(after + 2) == "." else 2
        elif self.word(after) == "dengan":
            after += 1
        if (currency := self.codebook.currency_before.at(self.words, after)) is not None:
            after += currency[0]
        second = self.simple(after) if after < len(self.tokens) else None
        if second is None or second.defect or second.ranked or second.share or second.year:
            return mention
        if connector == "words" and mention.first and self.words[mention.first - 1] in ("dari", "sejak"):
            return mention
        low = mention.value
        if second.scaled and not mention.scaled and self.tokens[after].kind == "d":
            bare = digits_value(self.tokens[after].text) or second.value
            if low < bare:  # '10-15 ribu'; '900.000 sampai 1 juta' is scaled already
                low *= second.value / bare
        if low >= second.value:
            return mention
        return replace(mention, first=first, last=second.last, value=low, value_max=second.value, scaled=second.scaled)


def slipped(word: str, known: str) -> bool:
    """Whether `word` is `known` with one letter added, one left out, or two neighbours exchanged."""
    start = 0
    while start < min(len(word), len(known)) and word[start] == known[start]:
        start += 1
    rest, other = word[start:], known[start:]
    exchanged = len(rest) > 1 and rest[1] + rest[0] + rest[2:] == other
    return word != known and (rest[1:] == other or rest == other[1:] or exchanged)


_BRACKETS = {"(": ")", "[": "]"}
_SIGNED = frozenset(("percent", "percentage_point", "deg"))
_SCALES = {
    "b": ("belas",),
    "j": ("juta",),
    "m": ("miliar", "milyar"),
    "p": ("puluh",),
    "r": ("ribu", "ratus"),
    "t": ("triliun", "trilyun"),
}
_POWERS = frozenset(("puluh", "belas", "ratus"))
_NO_SLIPS = frozenset(("ratu", "bela", "ribut", "rib", "jua"))
_LENGTHS = frozenset(("m", "km", "hm", "dm", "cm", "mm", "co"))
_FEW = 20
_BETWEEN = frozenset("antara kisaran rentang berkisar sekitar".split())
_RANGE_WORDS = {"-": "mark", "~": "mark", "s": "short", "sampai": "words", "hingga": "words"}
