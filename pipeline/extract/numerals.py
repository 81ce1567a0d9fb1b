"""One numeral: digits or Indonesian words with its scale, read at a place of a token list with its exact value."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.extract.codebook import Codebook, Numerals
from pipeline.extract.digit_strings import LONGEST_AMOUNT, MOST_DIGITS, digit_count, digits_value, is_code
from pipeline.extract.tokens import Token

PERCENT_WORDS = frozenset(("%", "persen"))
_HALF = Decimal("0.5")
_ZERO = Decimal(0)
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


class NumeralReader:
    """Reads one numeral at a time; what two make together is read in numbers.py."""

    def __init__(self, tokens: Sequence[Token], plain: str, codebook: Codebook) -> None:
        self.tokens, self.plain, self.codebook = tokens, plain, codebook
        self.words = [token.text for token in tokens]
        self.numerals: Numerals = codebook.numerals
        self.lexicon = _lexicon(codebook.numerals)

    def word(self, index: int) -> str:
        return self.words[index] if index < len(self.words) else ""

    def simple(self, index: int) -> Mention | None:
        """One numeral without range: digits or words, with its scale."""
        token = self.tokens[index]
        if token.kind == "d":
            return self.from_digits(index)
        text = token.text
        if token.kind != "w":
            if text in self.numerals.vague:
                return self.named(index, "vague")
            return self.from_fraction(index) if text in self.numerals.fractions else None
        if text == "ke":
            return self.from_ke(index)
        first = text in ("pertama", "pertamanya")
        if text in self.numerals.vague or first:
            return self.named(index, "ordinal" if first else "vague")
        if text in _CLITIC_TIMES:
            return Mention(index, index + 1, Decimal(1), worded=True, defect="duration")
        if text.startswith("ke") and (rest := self.lexicon.get(text[2:].removesuffix("nya"))) and rest[0] == "unit":
            value, last, _ = self.from_words(index, text[2:].removesuffix("nya"))
            return Mention(index, last, value, worded=True, ranked=True)
        if text in self.numerals.fractions:
            return self.from_fraction(index)
        if self.is_loose_pair(index):
            return Mention(index, index + 2, _ZERO, worded=True, defect="vague")
        if text in self.lexicon:
            value, last, scaled = self.from_words(index, text)
            if last == index:
                return None
            if (
                (below := self.numerals.parts.get(self.word(last).removesuffix("nya")))
                and 0 < value < below
                and self.word(last + 1) != "final"
            ):
                if below == _TENTHS and self.word(last) in self.numerals.parts and self.word(last + 1) != "dari":
                    return Mention(
                        index, last + 1, value / below, worded=True
                    )  # 'naik dua persepuluh': decimals read out
                return part_of(index, last + 1, value, below, worded=True)
            if self.word(last) in self.numerals.vague:
                return self.about(index, last, value)
            return Mention(index, last, value, worded=True, scaled=scaled)
        return None

    def is_loose_pair(self, index: int) -> bool:
        """'satu dua pemasok', 'dua tiga hari': neighbouring numbers side by side say about how many, and name neither."""
        digits, after = self.numerals.digits, self.word(index + 2)
        one, two = digits.get(self.words[index]), digits.get(self.word(index + 1))
        return one is not None and two == one + 1 and after not in _POWERS and after not in self.numerals.scales

    def about(self, index: int, last: int, value: Decimal) -> Mention:
        """'empat puluhan', 'dua ribuan': a number before the power of ten makes it about that many."""
        word = self.words[last].removesuffix("an")
        power = self.numerals.tens.get(word) or self.numerals.scales.get(word)
        if power is None or not 0 < value < 10 or self.word(last + 1) in self.numerals.scales:
            return Mention(index, last + 1, value, worded=True, defect="vague")
        return Mention(index, last + 1, value * power, worded=True, approximate=True)

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
            reason = "letter_number" if digit_count(text) > MOST_DIGITS or is_code(text) else "structural"
            return Mention(index, index + 1, _ZERO, defect=reason)
        if len(text) > LONGEST_AMOUNT and text.isdigit() and not self.is_money(index):
            return Mention(index, index + 1, _ZERO, defect="letter_number")
        if self.is_lettered(index):
            return Mention(index, index + 1, value, defect="proper_name")
        if part := self.slashed(index):
            end, scale = self.scale_at(index + 3, index)
            if end > index + 3:
                return replace(part, last=end, value=part.value / 100 * scale, share=False, scaled=True)
            return part
        if parted := self.parted(index):
            return Mention(index, *parted)
        if split := self.split_decimal(index):
            return Mention(index, index + 3, split)
        last = index + 1
        if (part := self.fraction_behind(index)) is not None:  # '1½ juta', '1 1/2 juta'
            if part.defect:
                return replace(part, first=index)
            value, last = value + part.value / 100, part.last
        end, scale = self.scale_at(last, index)
        if end > last:
            last = end
            about = self.words[last - 1] in self.numerals.vague  # 'Rp5 jutaan'
            value, last = self.continued(value * scale, scale, last)
            return Mention(index, last, value, scaled=True, approximate=about)
        if factor := self.factor(index + 1):
            return Mention(index, index + 3, value * factor)
        if inside := self.numerals.scaled_units.get(self.word(last)):
            return Mention(index, last, value * inside, scaled=True)  # '260 KBPD'
        year = last == index + 1 and len(text) == 4 and text.isdigit() and 1900 <= int(text) <= 2099
        return Mention(index, last, value, year=year)

    def is_money(self, index: int) -> bool:
        before = self.codebook.currency_before.ending_at(self.words, index)
        return before is not None or self.codebook.currency_after.at(self.words, index + 1) is not None

    def is_lettered(self, index: int) -> bool:
        """'l0', '5o': run together with one letter that is no mark of money, no sign and no unit, it is a code or misread."""
        here, tokens = self.tokens[index], self.tokens
        before = tokens[index - 1] if index and tokens[index - 1].end == here.start else None
        if before and before.kind == "w" and len(before.text) == 1 and before.text != "x":
            return True
        return self.word(index + 1) == "o" and tokens[index + 1].start == here.end

    def fraction_behind(self, index: int) -> Mention | None:
        sign = self.word(index + 1)
        if sign and not sign.isalpha() and (sign in self.numerals.fractions or sign in self.numerals.vague):
            vague = "vague" if sign in self.numerals.vague else None
            return Mention(index + 1, index + 2, self.numerals.fractions.get(sign, _ZERO), share=True, defect=vague)
        return self.slashed(index + 1) if self.is_beside_digits(index) else None

    def slashed(self, index: int) -> Mention | None:
        """'1/2', '3/4': a part of one in digits."""
        tokens = self.tokens
        if self.word(index + 1) != "/" or index + 2 >= len(tokens):
            return None
        if any(tokens[i].end != tokens[i + 1].start for i in (index, index + 1)):
            return None
        above, below = self.words[index], self.words[index + 2]
        glued = index > 0 and tokens[index - 1].end == tokens[index].start and tokens[index - 1].text not in '("'
        more = index + 3 < len(tokens) and tokens[index + 3].text in "/-"
        if glued or more or not (above.isdigit() and below.isdigit()) or not 0 < int(above) < int(below) <= _MOST_PARTS:
            return None
        return part_of(index, index + 3, Decimal(above), Decimal(below), worded=False)

    def parted(self, index: int) -> tuple[int, Decimal] | None:
        """'1 250 000': thousands parted by spaces, of money or where there are two groups or more."""
        last, text = index + 1, self.words[index]
        if len(text) > _PLACES or not text.isdigit() or text[0] == "0" or self.is_beside_digits(index - 1):
            return None
        while self.is_beside_digits(last - 1) and len(self.words[last]) == _PLACES and self.words[last].isdigit():
            text, last = text + self.words[last], last + 1
        groups = last - index - 1
        money = groups == 1 and self.codebook.currency_before.ending_at(self.words, index) is not None
        if (groups < 2 and not money) or self.is_beside_digits(last - 1) or len(text) > MOST_DIGITS:
            return None
        return last, Decimal(text)

    def is_beside_digits(self, index: int) -> bool:
        """Whether digits stand at tokens[index], and one space behind them more digits."""
        if index < 0 or index + 1 >= len(self.tokens):
            return False
        here, after = self.tokens[index], self.tokens[index + 1]
        return here.kind == after.kind == "d" and after.start - here.end == 1

    def split_decimal(self, index: int) -> Decimal | None:
        """'98, 2 persen': a stray space behind the decimal comma, before a unit that is said once for both."""
        parts = self.words[index : index + 4]
        if (
            len(parts) < 4
            or parts[1] != ","
            or parts[3] not in PERCENT_WORDS
            or not parts[0].isdigit()
            or not parts[2].isdigit()
        ):
            return None
        close = (
            self.tokens[index].end == self.tokens[index + 1].start
            and self.tokens[index + 2].start - self.tokens[index + 1].end == 1
        )
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
        if (about := word.removesuffix("an")) != word and about in self.numerals.scales:
            return index + 1, self.numerals.scales[about]
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
        if self.codebook.measure_words.at(self.words, index + 1):
            return Mention(index, index + 1, percent / 100, worded=True)  # 'setengah persen', 'sepersepuluh poin'
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
            if slot == 2 and self.word(position) == "-" and self.word(position + 1) in self.numerals.digits:
                position += 1  # 'dua puluh-lima': no range falls
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
        hyphen = self.word(position + 1) == "-" and self.word(position + 2) in _POWERS  # 'dua-puluh'
        if kind == "unit" and (power := _POWERS.get(self.word(position + 1 + hyphen))):
            name, factor = power
            return name, amount + 10 if name == "teen" else amount * factor, position + 2 + hyphen
        return kind, amount, position + 1

    def half_after(self, position: int, group: Decimal) -> tuple[Decimal, int] | None:
        """'dua setengah juta', 'satu koma lima juta', 'nol koma nol lima'."""
        if self.word(position) == "setengah" and self.word(position + 1) in self.numerals.scales:
            return (group + _HALF) * self.numerals.scales[self.words[position + 1]], position + 2
        if self.word(position) == "setengah" and group and self.word(position + 1) not in _OF:
            return group + _HALF, position + 1
        if self.word(position) != "koma" or self.word(position + 1) not in self.numerals.digits:
            return None
        end, decimals = position + 1, ""
        while self.word(end) in self.numerals.digits and len(decimals) < MOST_DIGITS:
            decimals += str(self.numerals.digits[self.words[end]])
            end += 1
        value = group + Decimal(f"0.{decimals}")
        scale = self.numerals.scales.get(self.word(end))
        return (value * scale, end + 1) if scale else (value, end)


def in_percent(above: Decimal, below: Decimal) -> Decimal:
    """A part of one in percent, to six decimals."""
    share = (100 * above / below).quantize(Decimal("0.000001"))
    return share.quantize(Decimal(1)) if share % 1 == 0 else share.normalize()


def part_of(first: int, last: int, above: Decimal, below: Decimal, worded: bool) -> Mention:
    """'tiga perempat', '3/4'; without a usable value where no decimal gives it exactly."""
    share = in_percent(above, below)
    defect = None if share * below == 100 * above else "vague"
    return Mention(first, last, share, worded=worded, share=True, defect=defect)


_PLACES = 3
_TENTHS = 10
_MOST_PARTS = 10
_OF = frozenset(("dari", "lebih", "di"))
_SLOTS = {"hundred": 3, "ten": 2, "teen": 2, "unit": 1}
_POWERS = {"ratus": ("hundred", Decimal(100)), "puluh": ("ten", Decimal(10)), "belas": ("teen", Decimal(1))}
_CLITIC_TIMES = frozenset(
    ("setahun", "sebulan", "seminggu", "sepekan", "sedekade", "seabad", "sewindu", "semenit", "sedetik")
)


def _lexicon(numerals: Numerals) -> dict[str, tuple[str, Decimal]]:
    """Every single word that can stand in a numeral: its kind and amount, forms written together included."""
    words: dict[str, tuple[str, Decimal]] = {word: ("unit", value) for word, value in numerals.digits.items()}
    words.update({word: ("scale", value) for word, value in numerals.scales.items()})
    words.update({f"se{word}": ("one_scale", value) for word, value in numerals.scales.items()})
    words.update(
        {"sepuluh": ("ten", Decimal(10)), "sebelas": ("teen", Decimal(11)), "seratus": ("hundred", Decimal(100))}
    )
    for (word, value), (power, (kind, factor)) in itertools.product(numerals.digits.items(), _POWERS.items()):
        words[word + power] = (kind, value + 10 if kind == "teen" else value * factor)
    return words


def numeral_words(numerals: Numerals) -> frozenset[str]:
    """Every word that a numeral is made of, those that never stand alone included."""
    return frozenset((*_lexicon(numerals), *_POWERS, *numerals.fractions))
