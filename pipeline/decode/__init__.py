"""Stored bytes -> release: text with stable offsets, number, title, date. Nothing here touches the network or the clock."""

from pipeline.decode.release import decode

__all__ = ["decode"]
