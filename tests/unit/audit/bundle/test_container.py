"""The ZIP file: what a stranger may put into one, and what is never taken out."""

import stat
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.audit.bundle.container import Member, reading, write_container
from pipeline.errors import BundleError, UsageError


def _file(tmp_path: Path, *members: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as opened:
        for info, content in members:
            opened.writestr(info, content)
    return tmp_path / "a.wacz"


def _info(name: str, mode: int = stat.S_IFREG | 0o644, compression: int = zipfile.ZIP_STORED) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.create_system, info.external_attr, info.compress_type = 3, mode << 16, compression
    return info


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "long").write_bytes(b"x" * 3_000_000)
    members = [Member.of("b", b"dua"), Member.of("a/c.txt", (tmp_path / "long").read_bytes())]
    write_container(tmp_path / "a.wacz", members)
    with reading(tmp_path / "a.wacz") as container:
        assert container.places == ["a/c.txt", "b"]
        assert container.read("b") == b"dua"
        assert container.extract("a/c.txt", tmp_path / "out" / "c") == (3_000_000, members[1].sha256)
    assert (tmp_path / "out" / "c").read_bytes() == (tmp_path / "long").read_bytes()


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/evil",
        "a/../../evil",
        "a//b",
        "a\\..\\evil",
        "C:evil",
        "a/b/c",
        ".hidden",
        "a/.",
        "a/",
        "",
        "-rf",
        "a\nb",
        "a\u202eb",
        "é",
        "a b",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with (
        pytest.raises(BundleError, match="has a name that"),
        reading(_file(tmp_path, ("good", b""), (_info(name), b"x"))),
    ):
        pass


def test_a_name_that_ends_in_its_middle_is_refused(tmp_path: Path) -> None:
    path = _file(tmp_path, (_info("aXb"), b"x"))
    path.write_bytes(path.read_bytes().replace(b"aXb", b"a\0b"))
    with pytest.raises(BundleError, match="has a name that"), reading(path):
        pass


@pytest.mark.parametrize("mode", [stat.S_IFLNK | 0o777, stat.S_IFDIR | 0o755, stat.S_IFIFO | 0o644, stat.S_IFCHR])
def test_a_link_a_folder_or_a_device_is_refused(tmp_path: Path, mode: int) -> None:
    with (
        pytest.raises(BundleError, match="link, a folder or a device"),
        reading(_file(tmp_path, (_info("a", mode), b"/etc/passwd"))),
    ):
        pass


@pytest.mark.parametrize("names", [("a/x", "a/x"), ("a/x", "A/X"), ("A/X", "a/x")])
def test_a_name_that_stands_twice_is_refused(tmp_path: Path, names: tuple[str, str]) -> None:
    with warnings.catch_warnings(action="ignore"):  # zipfile warns of the first pair
        path = _file(tmp_path, *((_info(name), name.encode()) for name in names))
    with pytest.raises(BundleError, match="is there twice"), reading(path):
        pass


def test_a_bomb_is_refused_before_anything_is_unpacked(tmp_path: Path) -> None:
    path = _file(tmp_path, (_info("a", compression=zipfile.ZIP_DEFLATED), b"\0" * 50_000_000))
    tracemalloc.start()
    with pytest.raises(BundleError, match="is compressed"), reading(path):
        pass
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_members_that_lie_one_over_the_other_are_refused(tmp_path: Path) -> None:
    path = _file(tmp_path, *((_info(f"m{number}"), b"x" * 1000) for number in range(9)))
    data = bytearray(path.read_bytes())
    start = data.rindex(b"PK\x05\x06")
    first = int.from_bytes(data[start + 16 : start + 20], "little")
    sizes = b"".join(size.to_bytes(4, "little") for size in (9_000_000, 9_000_000))
    data[first + 20 : first + 28] = sizes
    path.write_bytes(data)
    with pytest.raises(BundleError, match="one over the other"), reading(path):
        pass


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = _file(tmp_path, (_info("a"), b"x"))
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(BundleError, match="is encrypted"), reading(path):
        pass


def _without_end(data: bytes) -> bytes:
    return data[:-30]


def _other_byte(data: bytes) -> bytes:
    return data.replace(b"isi", b"isl", 1)


def _other_name(data: bytes) -> bytes:
    return data.replace(b"nama", b"namb", 1)


@pytest.mark.parametrize("damage", [_without_end, _other_byte, _other_name, lambda _: b"", lambda _: b"PK" * 40])
def test_a_damaged_file_is_a_clear_error(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = _file(tmp_path, (_info("nama"), b"isi"))
    path.write_bytes(damage(path.read_bytes()))
    with (
        pytest.raises(BundleError, match=r"a\.wacz (cannot be read as a ZIP file|is damaged)"),
        reading(path) as container,
    ):
        container.read("nama")


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_what_is_no_file_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="There is no file"), reading(tmp_path / name):
        pass


def test_a_member_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="damaged"), reading(_file(tmp_path, (_info("a"), b""))) as container:
        container.read("b")


def test_large_files_are_streamed_and_may_need_zip64(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1_000_000)
    with (tmp_path / "large").open("wb") as file:
        file.truncate(40_000_000)
    content = Member.of("a", (tmp_path / "large").read_bytes())
    members = [Member("a", tmp_path / "large", content.byte_count, content.sha256), Member.of("b", b"kecil")]
    del content
    tracemalloc.start()
    write_container(tmp_path / "a.wacz", members)
    with reading(tmp_path / "a.wacz") as container:
        assert container.extract("a", tmp_path / "b") == (40_000_000, members[0].sha256)
        assert container.read("b") == b"kecil"
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()
    with zipfile.ZipFile(tmp_path / "a.wacz") as opened:
        assert opened.getinfo("a").extract_version == 45
