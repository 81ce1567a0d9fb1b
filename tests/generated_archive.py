"""An archive of generated releases, of any size, and the snapshots published from it: for benchmarks, and for whoever needs a large one.

`python -m tests.generated_archive FOLDER 100000` makes about 100,000 statements below FOLDER. The same number makes the same bytes.

Two synthetic agencies (the sample's) over five years; each release is dense, about 20 figures. Their values agree from release to
release but for some, which are conflicts. A second night brings revised texts; three pages wait in quarantine. Every sentence is our own.
"""

import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from pipeline import flow
from pipeline.agencies import load_registry
from pipeline.clock import FixedClock
from pipeline.extract import load_codebook
from pipeline.flow import Listener, RunReport
from pipeline.publish import load_publisher
from pipeline.workspace import Workspace

AGENCIES = ("sample-kominfo", "sample-komdigi")
FIRST_NIGHT = datetime(2026, 1, 31, 18, 30, tzinfo=UTC)
STATEMENTS_A_RELEASE = 20
FIRST_DAY, DAYS = date(2019, 1, 2), 1825
REVISED, CONFLICTS = 50, 40
"""One release of so many is revised on the second night; one value of so many differs from what other releases say."""

_TEMPLATES = (
    "Sebanyak {a} BTS telah dibangun di {place} pada {year}, dan {b} BTS di antaranya telah beroperasi.",
    "Pada tahun {year} tersedia {a} titik akses internet di {place}.",
    "Sebanyak {a} desa di {place} telah terhubung internet sampai {year}.",
    "Literasi digital diikuti {a} peserta di {place} pada {year}; tahun depan ditargetkan {b} peserta.",
    "Digital Talent Scholarship melatih {a} talenta digital dari {place} sepanjang {year}.",
    "Sebanyak {a} UMKM di {place} telah go online pada {year}.",
    "Jaringan 4G di {place} menjangkau {percent} persen penduduk pada {year}.",
    "Kementerian menangani {a} konten hoaks tentang {place} sepanjang {year}.",
    "Kementerian menyiagakan {a} posko jaringan di {place} selama Lebaran {year}.",
    "Pemerintah membina {a} perusahaan rintisan dari {place} pada {year}.",
    "Penetrasi internet di {place} sebesar {percent} persen pada {year}.",
    "Kementerian membagikan {a} set top box gratis di {place} pada {year}.",
    "Kegiatan di {place} pada {day} itu dihadiri {a} peserta dan dibuka pukul 09.30 WIB.",
)
_FIGURES_A_SENTENCE = 1.2
_CLOSING = "Keterangan lebih lanjut: telepon 021-5550124, sesuai Undang-Undang Nomor 11 Tahun 2008 Pasal 40."


def build_archive(root: Path, statements: int, listener: Listener | None = None) -> list[RunReport]:
    """A workspace below `root` with two nights of imports, each published. `statements` is met within a few percent."""
    workspace, registry, listener = Workspace(root), load_registry(), listener or Listener()
    count = max(1, statements // STATEMENTS_A_RELEASE)
    reports = []
    for night in (0, 1):
        clock = FixedClock(FIRST_NIGHT + timedelta(days=night))
        held = root / f"night-{night}.jsonl"
        root.mkdir(parents=True, exist_ok=True)
        try:
            held.write_text("".join(f"{line}\n" for line in _lines(count, night)), "utf-8")
            flow.import_files(workspace, registry, [held], clock, None, listener)
        finally:
            held.unlink(missing_ok=True)
        clock.moment += timedelta(minutes=20)
        reports.append(flow.publish_archive(workspace, registry, clock, listener, load_publisher()))
    return reports


def _lines(count: int, night: int) -> Iterator[str]:
    places = [area["label_id"] for area in load_codebook().areas if area["kind"] in ("regency", "city")]
    for number in range(count):
        if night == 0 or number % REVISED == REVISED // 2:
            yield _release(number, count, night, places)
    if night == 0:
        for number in range(3):
            bad = {"title": f"Halaman rusak {number}", "text": "Sebanyak 5 kota\0 ikut serta."}
            yield json.dumps({**bad, "agency": AGENCIES[0], "url": f"http://kominfo.sample.example/rusak/{number}"})


def _release(number: int, count: int, night: int, places: list[str]) -> str:
    agency_id = AGENCIES[number % len(AGENCIES)]
    day = FIRST_DAY + timedelta(days=number * DAYS // count)
    title = f"Capaian Program Digital, Laporan Buatan Nomor {number}"
    sentences = round(STATEMENTS_A_RELEASE / _FIGURES_A_SENTENCE)
    text = "\n\n".join(_sentence(number, place, day, night, places) for place in range(sentences))
    return json.dumps(
        {
            "agency": agency_id,
            "url": f"http://{agency_id.removeprefix('sample-')}.sample.example/buatan/{number}",
            "title": title,
            "date": day.isoformat(),
            "text": f"Siaran Pers No. {number + 1}/HM/CONTOH/{day.month:02}/{day.year}\n\n{text}\n\n{_CLOSING}",
        },
        ensure_ascii=False,
    )


def _sentence(number: int, place: int, day: date, night: int, places: list[str]) -> str:
    """Says of one town and year what every release says of them, but for the conflicts and a revision's first sentence."""
    template = _TEMPLATES[(number * 7 + place) % len(_TEMPLATES)]
    town = places[_drawn(number, place, "town") % len(places)]
    year = day.year - 1
    value = _drawn(template, town, year) % 900 + 20
    if (night and not place) or not _drawn(number, place, "conflict") % CONFLICTS:
        value += 7
    return template.format(
        a=value,
        b=value - 9,
        percent=f"{value % 90 + 5},{value % 9 + 1}",
        place=town,
        year=year,
        day=f"{day.day} Mei {year}",
    )


def _drawn(*facts: object) -> int:
    """A number as good as drawn at random, and the same on every machine."""
    return int.from_bytes(sha256(repr(facts).encode()).digest()[:6])


def main() -> None:
    root, statements = Path(sys.argv[1]), int(sys.argv[2])
    began = time.perf_counter()

    def step(sentence: str) -> None:
        print(f"{time.perf_counter() - began:7.1f} s  {sentence}", flush=True)  # noqa: T201 - a tool's only output

    for report in build_archive(root, statements, Listener(step=step)):
        print(report.error or report.publication, flush=True)  # noqa: T201
    step("Done.")


if __name__ == "__main__":
    main()
