"""Numbers in Indonesian words and mixed forms, after the rules of the language, not of the extractor."""

DIGITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
SCALES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}


def spelled(number: int) -> str:
    """A whole number below 10^15."""
    if number < 10:
        return DIGITS[number]
    for value, word in (*((value, word) for word, value in reversed(SCALES.items())), (100, "ratus")):
        if number >= value:
            head, rest = divmod(number, value)
            lead = f"se{word}" if head == 1 and value in (100, 1000) else f"{spelled(head)} {word}"
            return f"{lead} {spelled(rest)}" if rest else lead
    if number == 10:
        return "sepuluh"
    if number < 20:
        return "sebelas" if number == 11 else f"{DIGITS[number - 10]} belas"
    tens, rest = divmod(number, 10)
    return f"{DIGITS[tens]} puluh {DIGITS[rest]}" if rest else f"{DIGITS[tens]} puluh"


def dotted(whole: int) -> str:
    """Dotted thousands: 1250 is written 1.250."""
    return f"{whole:,}".replace(",", ".")
