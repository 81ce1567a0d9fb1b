"""The command line: `kotacerdas`. What belongs here is asking and answering; everything else is in the stages."""

from pipeline.cli.commands import main

__all__ = ["main"]
