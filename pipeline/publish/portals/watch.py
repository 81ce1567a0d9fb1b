"""How whoever waits is told what is being sent."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Watch:
    """`begin` gets the bytes of the whole push, `step` a sentence before each call, `sent` the bytes that went out since."""

    begin: Callable[[int], None] = lambda _: None
    step: Callable[[str], None] = lambda _: None
    sent: Callable[[int], None] = lambda _: None
