"""Stored bytes -> release: text with stable offsets, number, title, date. Nothing here touches the network or the clock."""

from pipeline.decode.release import decode
from pipeline.decode.rows import release_of, text_row

__all__ = ["decode", "release_of", "text_row"]
