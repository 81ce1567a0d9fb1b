import json
from pathlib import Path

import pytest

from pipeline.agencies import Registry
from pipeline.capture import Archive, ImportReport, Progress, import_paths
from pipeline.capture.limits import Limits
from pipeline.clock import FixedClock
from pipeline.errors import MachineError, UsageError
from pipeline.identity import sha256_hex
from tests.unit.capture.conftest import agency

REGISTRY = Registry(
    [agency(), agency(agency_id="kominfo", homepage="https://kominfo.example/", hosts=("kominfo.example",))]
)
TEXT = "Judul buatan\nSiaran Pers No. 7/HM/KOMINFO/01/2024\nKalimat buatan untuk uji.\n"


def line(**fields: object) -> bytes:
    return json.dumps({"agency": "MINISTRY", "title": "Judul", "text": "Isi buatan.", **fields}).encode()


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """A folder with two releases in lines, one text, one saved page, and a file that is none of our business."""
    folder = tmp_path / "held"
    (folder / "deeper").mkdir(parents=True)
    (folder / "a.jsonl").write_bytes(
        line(url="/r/1", doc="d1") + b"\r\n\n" + line(url="https://ministry.example/r/2", text="\u00e9") + b"\n"
    )
    (folder / "b.txt").write_text(TEXT, "utf-8")
    (folder / "deeper" / "c.HTML").write_text(
        "<link rel='canonical' href='https://kominfo.example/r/9'><p>Synthetic</p>", "utf-8"
    )
    (folder / "logo.png").write_bytes(b"\x89PNG")
    return folder


def test_each_release_becomes_a_capture_with_its_own_bytes(held: Path, archive: Archive, clock: FixedClock) -> None:
    seen: list[Progress] = []
    reports = import_paths([held], REGISTRY, archive, "run1", clock, progress=seen.append)
    assert reports == [ImportReport("kominfo", 2, 2, 0, ()), ImportReport("ministry", 2, 2, 0, ())]
    assert [p.url for p in seen] == ["a.jsonl", "b.txt", "c.HTML"]
    text, page, first, second = archive.captures()
    assert [c.url for c in (text, page, first, second)] == [
        f"urn:sha256:{sha256_hex(TEXT.encode())}",
        "https://kominfo.example/r/9",
        "http://ministry.example/r/1",
        "https://ministry.example/r/2",
    ]
    assert [c.media_type for c in (text, page, first)] == ["text/plain", "text/html", "application/json"]
    assert archive.read(text).raw == archive.read(text).body == TEXT.encode()
    assert archive.read(first).raw == line(url="/r/1", doc="d1") + b"\r"
    assert archive.read(first).headers == (("Content-Type", "application/json"),)
    assert {(c.source_kind, c.http_status) for c in archive.captures()} == {("import", None)}
    assert archive.releases() == archive.captures()


def test_what_is_held_already_is_not_stored_again(held: Path, archive: Archive, clock: FixedClock) -> None:
    import_paths([held], REGISTRY, archive, "run1", clock)
    clock.sleep(60)
    reports = import_paths([held, held / "b.txt"], REGISTRY, archive, "run2", clock)
    assert [(r.found, r.new, r.already_held) for r in reports] == [(3, 0, 3), (2, 0, 2)]
    assert len(list(archive.root.glob("*/*.warc.gz"))) == 2


def test_other_bytes_under_the_same_address_are_new(tmp_path: Path, archive: Archive, clock: FixedClock) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(line(url="/r/1") + b"\n" + line(url="/r/1", text="Isi lain.") + b"\n")
    (report,) = import_paths([file], REGISTRY, archive, "run1", clock)
    assert report.new == 2


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (b"{not json", "line 2 is no JSON"),
        (b"[1]", "line 2 is no JSON object"),
        (b"[" * 100_000, "line 2 is no JSON"),
        (b'{"agency": "ministry", "title": "\xff"}', "line 2: byte 33 is not UTF-8"),
        (b'{"agency": "ministry", "title": "t"}', "line 2: the key 'text' is missing"),
        (b'{"agency": "ministry", "title": 1, "text": ""}', "line 2: 'title' is no string"),
        (line(title=" ", text=""), "line 2: title and text are empty"),
        (line(agency="NOBODY"), "line 2: the agency 'NOBODY' is not known"),
        (line(agency=["x"]), "is not known"),
        (b'{"title": "t", "text": "x"}', "line 2 does not say whose release it is"),
        (line(url=5), "line 2: 'url' is no string"),
        (line(url="javascript:x"), "line 2: 'javascript:x' is no web address"),
        (line(url="http://[::1"), "is no web address"),
        (line(text="x" * 3000), "line 2 is larger than 2,000 bytes"),
    ],
)
def test_a_bad_line_is_rejected_and_the_rest_goes_on(
    tmp_path: Path, archive: Archive, clock: FixedClock, bad: bytes, why: str
) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(line() + b"\n" + bad + b"\n" + line(text="Isi lain."))
    limits = Limits(payload_bytes=200_000 if bad.startswith(b"[[") else 2000)
    reports = import_paths([file], REGISTRY, archive, "run1", clock, limits=limits)
    assert sum(report.new for report in reports) == 2
    ((sentence,),) = [report.rejected for report in reports if report.rejected]
    assert sentence.startswith("a.jsonl, line 2")
    assert why in sentence


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.txt", b"", "a.txt is empty."),
        ("a.txt", b" \n\t\n", "a.txt holds nothing but spaces."),
        ("a.txt", b"one\ntwo \xe9\n", "a.txt, line 2: byte 8 is not UTF-8."),
        ("a.txt", b"x" * 3000, "a.txt is larger than 2,000 bytes."),
        ("a.txt", b"No agency here.", "a.txt does not say whose release it is: name it with --agency."),
        ("a.html", b"<link rel=canonical href='/r'>", "a.html does not say whose release it is"),
        ("a.jsonl", b"\n\n", "a.jsonl holds nothing but empty lines."),
    ],
)
def test_a_bad_file_is_rejected(
    tmp_path: Path, archive: Archive, clock: FixedClock, name: str, data: bytes, why: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (report,) = import_paths([tmp_path / name], REGISTRY, archive, "run1", clock, limits=Limits(payload_bytes=2000))
    assert (report.agency_id, report.found, report.new) == ("unknown", 1, 0)
    assert report.rejected[0].startswith(why)
    assert not archive.root.exists()


def test_the_named_agency_is_taken_where_a_file_names_none(tmp_path: Path, archive: Archive, clock: FixedClock) -> None:
    (tmp_path / "a.txt").write_text("Tanpa nomor.")
    (tmp_path / "b.jsonl").write_bytes(line() + b"\n" + b'{"title": "t", "text": "x"}')
    reports = import_paths([tmp_path], REGISTRY, archive, "run1", clock, agency_id="kominfo")
    assert [(r.agency_id, r.new) for r in reports] == [("kominfo", 2), ("ministry", 1)]


def test_bad_paths_and_agencies_are_usage_errors_before_anything_is_imported(
    held: Path, tmp_path: Path, archive: Archive, clock: FixedClock
) -> None:
    (tmp_path / "empty").mkdir()
    for wrong, why in [
        ("none", "no file or folder"),
        ("empty", "holds no file"),
        ("held/logo.png", "is no file to import"),
    ]:
        with pytest.raises(UsageError, match=why):
            import_paths([held, tmp_path / wrong], REGISTRY, archive, "run1", clock)
    with pytest.raises(UsageError, match="no agency 'nobody'"):
        import_paths([held], REGISTRY, archive, "run1", clock, agency_id="nobody")
    assert not archive.root.exists()


def test_a_file_name_that_is_no_text_does_no_harm(tmp_path: Path, archive: Archive, clock: FixedClock) -> None:
    file = tmp_path / "a\udcff\r\nWARC-Type: x.txt"
    file.write_text(TEXT)
    (report,) = import_paths([file], REGISTRY, archive, "run1", clock)
    assert report.new == 1
    assert archive.read(archive.captures()[0]).body == TEXT.encode()


def test_an_archive_that_cannot_be_written_is_a_machine_error(held: Path, archive: Archive, clock: FixedClock) -> None:
    archive.root.write_text("a file stands where the folder should be")
    with pytest.raises(MachineError):
        import_paths([held], REGISTRY, archive, "run1", clock)
