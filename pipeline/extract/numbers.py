"""Numerals: every number of a token list, in digits or Indonesian words, with its exact value."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.extract.codebook import Codebook, Numerals
from pipeline.extract.tokens import Token
from pipeline.schema.types import DECIMAL_PRECISION, DECIMAL_SCALE

MOST_DIGITS = 18
"""A longer string of digits is an identifier; no program figure has so many, and the decimal column holds 38."""

_HALF = Decimal("0.5")
_ZERO = Decimal(0)
_LARGEST = Decimal(10) ** (DECIMAL_PRECISION - DECIMAL_SCALE)
_NEVER = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Mention:
    """A numeral over tokens[first:last]. `ranked`: it has the prefix ke- (ordinal or collective). `share`: a fraction word,
    `value` in percent. `defect`: the reason why it has no usable value."""

    first: int
    last: int
    value: Decimal
    value_max: Decimal | None = None
    worded: bool = False
    scaled: bool = False
    approximate: bool = False
    ranked: bool = False
    share: bool = False
    year: bool = False
    defect: str | None = None

    @property
    def fractional(self) -> bool:
        """Whether the number is written with decimals ('4,00' is), scale aside."""
        exponent = self.value.as_tuple().exponent
        return not self.scaled and isinstance(exponent, int) and exponent < 0


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
    joined = after is not None and after.kind == "w" and after.start == tokens[index].end and after.text not in ("e", "eq")
    return tokens[index - 1].end == tokens[index].start and not joined


def is_storable(mention: Mention) -> bool:
    """Whether the decimal columns can hold the value: so large or so fine a number is an identifier or an attack."""
    for value in (mention.value, mention.value_max or _ZERO):
        exponent = value.as_tuple().exponent
        if value >= _LARGEST or not isinstance(exponent, int) or exponent < -DECIMAL_SCALE:
            return False
    return True


def digits_value(text: str) -> Decimal | None:
    """The value of a number string: dotted thousands, decimal comma, and the stray decimal dot; None for any other form.

    '1.250' is a thousand and a quarter thousand, '202.6' can only be a decimal, '1.250,5' and '1,250.5' say which is which.
    """
    if _digit_count(text) > MOST_DIGITS:
        return None
    dots, commas = text.count("."), text.count(",")
    if not dots and not commas:
        return Decimal(text)
    if dots and commas:
        thousands, decimal = (".", ",") if text.rindex(",") > text.rindex(".") else (",", ".")
        whole, _, rest = text.rpartition(decimal)
        return Decimal(f"{whole.replace(thousands, '')}.{rest}") if _grouped(whole, thousands) else None
    mark = "." if dots else ","
    if _grouped(text, mark) and (mark == "." or commas > 1):
        return Decimal(text.replace(mark, ""))
    return Decimal(text.replace(mark, ".")) if dots + commas == 1 else None


def _digit_count(text: str) -> int:
    return len(text) - text.count(".") - text.count(",")


def _grouped(text: str, mark: str) -> bool:
    head, *groups = text.split(mark)
    return 1 <= len(head) <= 3 and head != "0" and all(len(group) == 3 for group in groups)


class _Reader:
    def __init__(self, tokens: Sequence[Token], plain: str, codebook: Codebook) -> None:
        self.tokens, self.plain, self.codebook = tokens, plain, codebook
        self.words = [token.text for token in tokens]
        self.numerals: Numerals = codebook.numerals
        self.lexicon = _lexicon(codebook.numerals)

    def word(self, index: int) -> str:
        return self.words[index] if index < len(self.words) else ""

    def read(self, index: int) -> Mention | None:
        mention = self.simple(index)
        if mention is None or mention.defect or mention.ranked or mention.share:
            return mention
        mention = self.ratio(mention) or self.ranged(self.suffixed(self.glossed(mention)))
        return mention if is_storable(mention) else replace(mention, defect="letter_number")

    def simple(self, index: int) -> Mention | None:
        """One numeral without range: digits or words, with its scale."""
        token = self.tokens[index]
        if token.kind == "d":
            return self.from_digits(index)
        if token.kind != "w":
            return None
        text = token.text
        if text == "ke":
            return self.from_ke(index)
        if text in self.numerals.vague or text == "pertama":
            return self.named(index, "ordinal" if text == "pertama" else "vague")
        if text in _CLITIC_TIMES:
            return Mention(index, index + 1, Decimal(1), worded=True, defect="duration")
        if text.startswith("ke") and (rest := self.lexicon.get(text[2:].removesuffix("nya"))) and rest[0] == "unit":
            value, last, _ = self.from_words(index, text[2:].removesuffix("nya"))
            return Mention(index, last, value, worded=True, ranked=True)
        if text in self.numerals.fractions:
            return self.from_fraction(index)
        if text in self.lexicon:
            value, last, scaled = self.from_words(index, text)
            if last == index:
                return None
            if self.word(last) in self.numerals.vague:
                return Mention(index, last + 1, value, worded=True, defect="vague")
            return Mention(index, last, value, worded=True, scaled=scaled)
        return None

    def named(self, index: int, reason: str) -> Mention:
        """A vague word takes its scale with it: ratusan juta."""
        last = index + 1
        while self.word(last) in self.numerals.scales or self.word(last) in self.numerals.vague:
            last += 1
        return Mention(index, last, Decimal(0), worded=True, defect=reason)

    def from_ke(self, index: int) -> Mention | None:
        after = index + 2 if self.word(index + 1) == "-" else index + 1
        near = after < len(self.tokens) and self.tokens[after].start - self.tokens[index].end <= after - index
        if (
            not near
            or self.tokens[after].kind != "d"
            or (after == index + 1 and self.tokens[after].start > self.tokens[index].end)
        ):
            return None
        inner = self.from_digits(after)
        return replace(inner, first=index, ranked=True)

    def from_digits(self, index: int) -> Mention:
        text = self.tokens[index].text
        value = digits_value(text)
        if value is None:
            reason = "letter_number" if _digit_count(text) > MOST_DIGITS else "structural"
            return Mention(index, index + 1, _ZERO, defect=reason)
        if split := self.split_decimal(index):
            return Mention(index, index + 3, split)
        last, scale = self.scale_at(index + 1, index)
        if last > index + 1:
            value, last = self.continued(value * scale, scale, last)
            return Mention(index, last, value, scaled=True)
        if factor := self.factor(index + 1):
            return Mention(index, index + 3, value * factor)
        year = last == index + 1 and len(text) == 4 and text.isdigit() and 1900 <= int(text) <= 2099
        return Mention(index, last, value, year=year)

    def split_decimal(self, index: int) -> Decimal | None:
        """'98, 2 persen': a stray space behind the decimal comma, before a unit that is said once for both."""
        parts = self.words[index : index + 4]
        if len(parts) < 4 or parts[1] != "," or parts[3] not in _PERCENT or not parts[0].isdigit() or not parts[2].isdigit():
            return None
        close = self.tokens[index].end == self.tokens[index + 1].start and self.tokens[index + 2].start - self.tokens[index + 1].end == 1
        listed = index > 0 and self.words[index - 1] in (",", "dan", "masing")
        return Decimal(f"{parts[0]}.{parts[2]}") if close and not listed and len(parts[2]) < 3 else None

    def factor(self, index: int) -> Decimal | None:
        """'2x60 MVA', '3 x 10 MW': so many units of one size, if a measure follows."""
        if self.word(index) != "x" or index + 1 >= len(self.tokens) or self.tokens[index + 1].kind != "d":
            return None
        return digits_value(self.words[index + 1]) if self.codebook.measure_words.at(self.words, index + 2) else None

    def continued(self, value: Decimal, scale: Decimal, last: int) -> tuple[Decimal, int]:
        """'60 juta 200 ribu': digits with a smaller scale go on with the number, as they do in speech."""
        while last + 1 < len(self.tokens) and self.tokens[last].kind == "d":
            part = digits_value(self.tokens[last].text)
            smaller = self.numerals.scales.get(self.words[last + 1])
            if part is None or smaller is None or smaller >= scale or part * smaller >= scale:
                break
            value, scale, last = value + part * smaller, smaller, last + 2
        return value, last

    def scale_at(self, index: int, first: int) -> tuple[int, Decimal]:
        """Scale words from tokens[index] on; M and T only beside money, or M after a decimal and before a noun."""
        word = self.word(index)
        if word in self.numerals.scales:
            scale = self.numerals.scales[word]
            return (
                (index + 2, scale * self.numerals.scales[self.word(index + 1)])
                if self.word(index + 1) in self.numerals.scales
                else (index + 1, scale)
            )
        mark = self.plain[self.tokens[index].start : self.tokens[index].end] if index < len(self.tokens) else ""
        if mark in self.numerals.abbreviated_scales:
            money = self.codebook.currency_before.ending_at(self.words, first) is not None
            decimal = (
                mark == "M"
                and "," in self.words[first]
                and self.tokens[min(index + 1, len(self.tokens) - 1)].kind == "w"
            )
            if money or decimal:
                return index + 1, self.numerals.abbreviated_scales[mark]
        return index, Decimal(1)

    def from_fraction(self, index: int) -> Mention:
        scale = self.numerals.scales.get(self.word(index + 1))
        percent = self.numerals.fractions[self.words[index]]
        if scale:
            return Mention(index, index + 2, percent / 100 * scale, worded=True, scaled=True)
        return Mention(index, index + 1, percent, worded=True, share=True)

    def from_words(self, index: int, text: str) -> tuple[Decimal, int, bool]:
        """Value, end and whether a scale word was read, of the longest well-formed numeral in words from tokens[index] on.

        Within a group of three places the parts must fall: hundreds, then tens or teens, then units; scales must fall too.
        `text` stands for the first token (a prefix may have been taken off).
        """
        total, group, slot, least, position, scaled = Decimal(0), Decimal(0), 4, _NEVER, index, False
        while part := self.part(position, text, glued=group > 0 and slot > 1):
            kind, amount, after = part
            if kind == "scale" and group > 0 and amount < least:
                total, group, slot, least, scaled = total + group * amount, Decimal(0), 4, amount, True
            elif kind == "one_scale" and group == 0 and amount < least:
                total, slot, least, scaled = total + amount, 4, amount, True
            elif _SLOTS.get(kind, 4) < slot:
                group, slot = group + amount, 1 if kind == "teen" else _SLOTS[kind]
            else:
                break
            position = after
            if (half := self.half_after(position, group)) is not None:
                return total + half[0], half[1], True
            text = self.word(position)
        return total + group, position, scaled

    def part(self, position: int, text: str, glued: bool) -> tuple[str, Decimal, int] | None:
        """One part of a numeral in words: kind, amount, and where the next begins."""
        entry = self.lexicon.get(text)
        if entry is None:
            # 'tigastartup' after 'puluh': a unit word run together with its noun, spaces being lost around italics
            lead = next((word for word in self.numerals.digits if glued and text.startswith(word)), None)
            return ("unit", self.numerals.digits[lead], position + 1) if lead and len(text) >= len(lead) + 4 else None
        kind, amount = entry
        if kind == "unit" and (power := _POWERS.get(self.word(position + 1))):
            name, factor = power
            return name, amount + 10 if name == "teen" else amount * factor, position + 2
        return kind, amount, position + 1

    def half_after(self, position: int, group: Decimal) -> tuple[Decimal, int] | None:
        """'dua setengah juta', 'satu koma lima juta', 'nol koma nol lima'."""
        if self.word(position) == "setengah" and self.word(position + 1) in self.numerals.scales:
            return (group + _HALF) * self.numerals.scales[self.words[position + 1]], position + 2
        if self.word(position) != "koma" or self.word(position + 1) not in self.numerals.digits:
            return None
        end, decimals = position + 1, ""
        while self.word(end) in self.numerals.digits and len(decimals) < MOST_DIGITS:
            decimals += str(self.numerals.digits[self.words[end]])
            end += 1
        value = group + Decimal(f"0.{decimals}")
        scale = self.numerals.scales.get(self.word(end))
        return (value * scale, end + 1) if scale else (value, end)

    def glossed(self, mention: Mention) -> Mention:
        """'10 (sepuluh)' says one number twice; 'dua puluh (25)' says two: contradictory."""
        last = mention.last
        if self.word(last) != "(" or last + 2 >= len(self.tokens):
            return mention
        inner = self.simple(last + 1)
        if (
            inner is None
            or inner.defect
            or self.word(inner.last) != ")"
            or inner.worded == mention.worded
            or inner.year
        ):
            return mention
        if inner.value == mention.value:
            return replace(mention, last=inner.last + 1)
        return replace(mention, last=inner.last + 1, defect="contradictory")

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
        share = (100 * mention.value / whole.value).quantize(Decimal("0.000001")).normalize()
        return Mention(mention.first, whole.last, share, worded=True, share=True)

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
        if self.word(end) == "±" and (margin := self.simple(end + 1)) and not margin.defect and margin.value < mention.value:
            low, high = mention.value - margin.value, mention.value + margin.value
            return replace(mention, last=margin.last, value=low, value_max=high)
        if self.word(end) in _PERCENT and self.says_between(mention):
            end += 1  # 'antara 72% hingga 94%' says the unit twice
        connector = "words" if self.neighbours(mention) else _RANGE_WORDS.get(self.word(end))
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
        if second.scaled and not mention.scaled and low < second.value:
            bare = self.tokens[after].text if self.tokens[after].kind == "d" else ""
            factor = second.value / (digits_value(bare) or second.value) if bare else Decimal(1)
            low *= factor
        if low >= second.value:
            return mention
        return replace(mention, last=second.last, value=low, value_max=second.value, scaled=second.scaled)


_LENGTHS = frozenset(("m", "km", "hm", "dm", "cm", "mm", "co"))
_FEW = 20
_PERCENT = frozenset(("%", "persen"))
_BETWEEN = frozenset("antara kisaran rentang berkisar sekitar".split())
_SLOTS = {"hundred": 3, "ten": 2, "teen": 2, "unit": 1}
_POWERS = {"ratus": ("hundred", Decimal(100)), "puluh": ("ten", Decimal(10)), "belas": ("teen", Decimal(1))}
_RANGE_WORDS = {"-": "mark", "s": "short", "sampai": "words", "hingga": "words"}
_CLITIC_TIMES = frozenset(
    ("setahun", "sebulan", "seminggu", "sepekan", "sedekade", "seabad", "sewindu", "semenit", "sedetik")
)


def _lexicon(numerals: Numerals) -> dict[str, tuple[str, Decimal]]:
    """Every single word that can stand in a numeral: its kind and amount, forms written together included."""
    words: dict[str, tuple[str, Decimal]] = {word: ("unit", value) for word, value in numerals.digits.items()}
    words.update({word: ("scale", value) for word, value in numerals.scales.items()})
    words.update({f"se{word}": ("one_scale", value) for word, value in numerals.scales.items() if value > 100})
    words.update(
        {"sepuluh": ("ten", Decimal(10)), "sebelas": ("teen", Decimal(11)), "seratus": ("hundred", Decimal(100))}
    )
    for (word, value), (power, (kind, factor)) in itertools.product(numerals.digits.items(), _POWERS.items()):
        words[word + power] = (kind, value + 10 if kind == "teen" else value * factor)
    return words
