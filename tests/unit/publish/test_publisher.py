"""publisher.toml: what it says reaches the metadata as addresses, so what is no address is refused, with the key by name."""

from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.publish import load_publisher

GOOD = {"base_url": "https://data.example.org/kota/", "name_en": "An Office", "name_id": "Sebuah Kantor"}


def written(folder: Path, keys: dict[str, str]) -> Path:
    path = folder / "publisher.toml"
    path.write_text("".join(f"{key} = {value!r}\n" for key, value in keys.items()))
    return path


def test_a_publisher_of_ones_own(tmp_path: Path) -> None:
    publisher = load_publisher(written(tmp_path, {**GOOD, "kind": "NationalAuthority"}))
    assert publisher.dataset_uri == "https://data.example.org/kota/#kota-cerdas"
    assert publisher.contact == publisher.base_url
    assert publisher.kind == "NationalAuthority"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("base_url", "https://data.example.org/kota"),
        ("base_url", "https://data.example.org/{kota}/"),
        ("base_url", "https://data.example.org/a b/"),
        ("base_url", "ftp://data.example.org/"),
        ("contact_url", "https://example.org/`x`"),
        ("contact_url", "javascript:alert(1)"),
        ("contact_email", "tanya|x@example.org"),
        ("contact_email", "nobody"),
        ("kind", "Ministry"),
        ("name_id", ""),
        ("colour", "red"),
    ],
)
def test_what_is_refused_names_its_key(tmp_path: Path, key: str, value: str) -> None:
    with pytest.raises(UsageError, match=f"Cannot take the publisher from .*: {key}: "):
        load_publisher(written(tmp_path, {**GOOD, key: value}))


@pytest.mark.parametrize("text", ["base_url", "", "\x00"])
def test_a_file_that_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "publisher.toml").write_text(text)
    with pytest.raises(UsageError, match="Cannot take the publisher"):
        load_publisher(tmp_path / "publisher.toml")
