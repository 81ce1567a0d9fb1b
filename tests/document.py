"""Pages that show commands with their output: `make docs` runs the commands and writes what they print, and a test compares.

A block that begins with `    $ ` is a command in the page, as it is typed in a shell (a line that ends in a backslash goes on), and what
it prints on standard output. The commands of a page run in its order, in one new folder.

What is printed is kept as it is but for two rules: a line of more than LONGEST characters is cut and ends in "…", and so is an output of
more than MOST lines.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests import walk

ROOT = Path(__file__).parent.parent
PATH = ROOT / "docs/extraction.md"
"""The page that `make confidence` writes the tables of."""
LONGEST, MOST = 124, 90
_NOT_EVERYWHERE = ("minisign",)
_INDENT, _PROMPT = "    ", "    $ "


@dataclass(frozen=True)
class Page:
    """`prepare` puts what the commands work on into the folder that they run in."""

    path: Path
    prepare: Callable[[Path], object]


PAGES = (Page(PATH, lambda _: None), Page(ROOT / "docs/tracing.md", lambda folder: walk.build(folder / "output")))


def shown(page: Page) -> str:
    """The page as it is, with what its commands print today. A command whose program is not installed keeps its output."""
    with tempfile.TemporaryDirectory() as folder:
        page.prepare(Path(folder))
        return "".join(
            text + (_output(text, Path(folder)) if text.startswith(_PROMPT) and _can_run(text) else printed)
            for text, printed in parts(page.path.read_text("utf-8"))
        )


def parts(text: str) -> Iterator[tuple[str, str]]:
    """The page in pieces: each command with what it printed, and what stands between, with nothing."""
    lines = text.splitlines(keepends=True)
    place = 0
    while place < len(lines):
        start = place
        if not lines[place].startswith(_PROMPT):
            while place < len(lines) and not lines[place].startswith(_PROMPT):
                place += 1
            yield "".join(lines[start:place]), ""
            continue
        while lines[place].endswith("\\\n"):
            place += 1
        place = command = place + 1
        while place < len(lines) and not lines[place].startswith(_PROMPT):
            if lines[place].strip() and not lines[place].startswith(_INDENT):
                break
            place += 1
        # Blank lines behind the last printed one are the page's.
        while place > command and not lines[place - 1].strip():
            place -= 1
        yield "".join(lines[start:command]), "".join(lines[command:place])


def replaced(document: str, name: str, part: str) -> str:
    """The document with the part between its marks `<!-- name -->` and `<!-- /name -->`."""
    marked = re.compile(rf"(<!-- {name} -->\n\n).*?(\n\n<!-- /{name} -->)", re.DOTALL)
    assert marked.search(document), f"{PATH.name} has no place for '{name}'"
    return marked.sub(lambda match: match[1] + part + match[2], document)


def _can_run(command: str) -> bool:
    return all(shutil.which(tool) for tool in _NOT_EVERYWHERE if command.startswith(f"{_PROMPT}{tool} "))


def _output(command: str, folder: Path) -> str:
    typed = "".join(line.removeprefix(_INDENT) for line in command.splitlines(keepends=True)).removeprefix("$ ")
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "TERM": "dumb",
    }
    done = subprocess.run(
        ["bash", "-c", typed], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert "Traceback" not in done.stderr, f"{typed}: {done.stderr}"
    lines = [_cut(line.rstrip()) for line in done.stdout.rstrip("\n").splitlines()]
    if len(lines) > MOST:
        lines[MOST:] = ["…"]
    return "".join(f"{_INDENT}{line}".rstrip() + "\n" for line in lines)


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


if __name__ == "__main__":
    for each in PAGES:
        each.path.write_text(shown(each), "utf-8")
