"""Do the night again: tables and snapshot made from the archive alone, without a network, and compared with what was published."""

from pipeline.audit.replay.again import Replayed, Replayer
from pipeline.audit.replay.sides import Side, summary

__all__ = ["Replayed", "Replayer", "Side", "summary"]
