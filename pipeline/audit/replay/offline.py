"""No network: whatever tries to reach one, from any library, is refused and noted. An audit hook of the interpreter (PEP 578)."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.errors import KotaCerdasError

_PROCESSES = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn"})
"""Another program would not be bound by this one's hook."""

_refused: list[str] | None = None
"""What was refused, while it is forbidden; None while nothing is."""
_hooked = False


class NetworkRefused(KotaCerdasError):  # noqa: N818 - what happened
    """Something asked for the network where none may be."""


@contextmanager
def offline() -> Iterator[list[str]]:
    """No socket can be made, no name resolved and no program started by this process inside the block; other code is not affected after it.

    Yields the attempts so far, which stay there whatever became of the error that each of them got. The hook binds Python; DuckDB, which
    brings its own, is told in load and in publish to fetch nothing.
    """
    global _refused, _hooked
    if _refused is not None:
        yield _refused
        return
    if not _hooked:
        sys.addaudithook(_hook)
        _hooked = True
    _refused = []
    try:
        yield _refused
    finally:
        _refused = None


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _refused is not None and (event.startswith("socket.") or event in _PROCESSES):
        what = f"{event} {' '.join(map(str, arguments[1:]))}".strip()[:200]
        _refused.append(what)
        raise NetworkRefused(f"There is no network here: {what} was refused.", "Report what asked for it.")
