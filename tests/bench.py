"""Speed, as ratios measured in one run on this machine. `make bench`; never part of the suite, and never a test."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from bs4 import BeautifulSoup
from rich.console import Console
from rich.table import Table

from pipeline import flow
from pipeline.agencies import load_registry
from pipeline.audit.replay import Replayer
from pipeline.capture import Archive
from pipeline.clock import SystemClock
from pipeline.decode import decode
from pipeline.extract import Codebook, extract, load_codebook
from pipeline.flow import Listener
from pipeline.gate.corrections import load_corrections
from pipeline.model import ReleaseText
from pipeline.publish import load_publisher
from pipeline.workspace import Workspace
from tests import bench_audit, bench_capture, bench_publish


@contextmanager
def _scratch() -> Iterator[Workspace]:
    folder = Path(tempfile.mkdtemp())
    try:
        yield Workspace(folder / "output")
    finally:
        shutil.rmtree(folder)


def _seconds(work: Callable[[], object], repeat: int = 3) -> float:
    """The best of a few: the least disturbed by whatever else the machine does."""
    best = float("inf")
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def _replayed(workspace: Workspace) -> tuple[float, str, float]:
    """Seconds to do the newest version again and compare it, and seconds to publish its archive elsewhere."""

    def publish(elsewhere: Workspace) -> None:
        shutil.copytree(workspace.archive, elsewhere.archive)
        report = flow.publish_archive(elsewhere, load_registry(), SystemClock(), Listener(), load_publisher())
        assert report.exit_code == 0, report

    def again() -> None:
        replayer = Replayer(workspace, workspace.archive, load_registry(), load_corrections())
        assert replayer.replay(None).verdict == "identical"

    with _scratch() as elsewhere:
        published = _seconds(lambda: publish(elsewhere), repeat=1)
    return _seconds(again, repeat=1), "publish its archive", published


HOSTILE = (
    "a",
    "\n",
    "1 ",
    "satu ",
    "usia 5",
    "1/2/2020, 5 kota. ",
    "pada 5 kota. ",
    "5 kota\n",
    "“5 kota,” ujar Sari. ",
    "Sari Dewi, Kota Baubau. ",
    f"{'Sari Dewi ' * 80}5 kota ",
    f"{'smart city ' * 800}masing-masing 17 kota. ",
)
MEGABYTE = 1_000_000
MOST_SECONDS = 2
"""What a hostile text of a megabyte may take; a release has about four thousand characters."""


def _hostile(codebook: Codebook) -> Table:
    """Texts of one piece again and again, as no ministry writes: what they cost, and whether cost grows faster than length."""
    table = Table(
        "repeated", "seconds", f"over {MOST_SECONDS} s", "ratio to a quarter of it", title="Hostile text, 1 MB"
    )

    def seconds(text: str) -> float:
        day = date(2024, 1, 18)
        return _seconds(lambda: extract(text, published_on=day, codebook=codebook), repeat=1)

    for piece in HOSTILE:
        text = (piece * (MEGABYTE // len(piece) + 1))[:MEGABYTE]
        whole, quarter = seconds(text), seconds(text[: MEGABYTE // 4])
        table.add_row(
            repr(piece) if len(piece) < 30 else f"... {piece[-30:]!r}",
            f"{whole:.1f}",
            "yes" if whole > MOST_SECONDS else "",
            f"{whole / quarter:.1f}",
        )
    return table


def main() -> None:
    registry, codebook = load_registry(), load_codebook()
    table = Table("what", "seconds", "beside", "ratio", title="Sample ministry, one process")

    def row(what: str, seconds: float, beside: str = "", other: float | None = None) -> None:
        table.add_row(what, f"{seconds:.2f}", beside, f"{seconds / other:.2f}" if other else "")

    with _scratch() as workspace:

        def night() -> None:
            report = flow.run(workspace, registry, registry.select([]), SystemClock(), Listener(), load_publisher())
            assert report.exit_code == 0, report

        first = _seconds(night, repeat=1)
        row("first night", first)
        row("night without news", _seconds(night), "first night", first)
        row("replay the first night", *_replayed(workspace))
        archive = Archive(workspace.archive)
        pages = [(c, archive.read(c), registry[c.agency_id]) for c in archive.releases() if c.revisit_of is None]
        texts = [text for page in pages if isinstance(text := decode(*page), ReleaseText)]
        decoding = _seconds(lambda: [decode(*page) for page in pages])
        plain = _seconds(lambda: [BeautifulSoup(payload.body, "lxml") for _, payload, _ in pages])
        extracting = _seconds(
            lambda: [
                extract(t.text, body_start=t.body_start, published_on=t.published_on, codebook=codebook) for t in texts
            ]
        )
        row(f"decode {len(pages)} pages", decoding, "parse them with bs4 and lxml", plain)
        row(f"extract {len(texts)} releases", extracting, "parse their pages with bs4 and lxml", plain)
        row("the same", extracting, "decode the pages", decoding)
        if find_spec("quantulum3"):
            other = import_module("quantulum3.parser")
            row("the same", extracting, "quantulum3", _seconds(lambda: [other.parse(t.text) for t in texts], repeat=1))
        else:
            table.caption = "quantulum3 is not installed; `pip install quantulum3` sets it beside extraction"
    console = Console()
    console.print(table)
    console.print(_hostile(codebook))
    console.print(bench_capture.table())
    for each in (*bench_publish.tables(), *bench_audit.tables()):
        console.print(each)


if __name__ == "__main__":
    main()
