"""Stored bytes -> release: text with stable offsets, number, title, date. Nothing here touches the network or the clock."""

from pipeline.decode.release import DECODER_VERSION, decode

__all__ = ["DECODER_VERSION", "decode"]
