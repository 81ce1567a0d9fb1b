"""Stored bytes -> release: text with stable offsets, number, title, date. Nothing here touches the network or the clock."""

from pipeline.decode.copies import Text, settle
from pipeline.decode.release import decode
from pipeline.decode.rows import quarantine_row, release_of, text_row

__all__ = ["Text", "decode", "quarantine_row", "release_of", "settle", "text_row"]
