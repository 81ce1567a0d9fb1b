"""Errors that a person can mend: each says what happened and what to do next, and carries the command's exit code.

Exit codes: 0 all well; 1 the run is done but something needs a person (an agency failed, a check blocked publication);
2 the command line is wrong (unknown agency, unknown id, no such file); 3 the machine is in the way (a locked file, a full or
read-only disk, a damaged archive).
"""

EXIT_NEEDS_A_PERSON = 1
EXIT_USAGE = 2
EXIT_MACHINE = 3


class KotaCerdasError(Exception):
    """Base of all errors shown to users without a traceback. `hint` is the next thing to do, one sentence."""

    exit_code = EXIT_NEEDS_A_PERSON

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(KotaCerdasError):
    """The request cannot be understood: an unknown agency, id or file."""

    exit_code = EXIT_USAGE


class MachineError(KotaCerdasError):
    """The machine is in the way: a lock, a disk that is full or read-only."""

    exit_code = EXIT_MACHINE


class ArchiveError(MachineError):
    """Archived bytes are missing or are not what their record says."""


class PublicationBlocked(KotaCerdasError):  # noqa: N818 - the field's word for it
    """A blocking check failed: nothing was published and nothing was moved."""


class BundleError(KotaCerdasError):
    """What should go into an evidence bundle, or came out of one, does not hold together."""


class PortalError(KotaCerdasError):
    """A portal or a bucket refused, or did not answer: what is there already stays, and the next push goes on from it."""
