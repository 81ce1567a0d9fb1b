"""Whose region a speaker speaks of. All sentences are our own."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "“Kami melatih 30 guru di 5 kelas,” ujar Sari Melati, guru di Kabupaten Bogor.",
            ["32.01", "32.01"],
        ),
        ("“Kami melatih 30 guru. Biayanya ringan,” ujar Sari Melati, kepala dinas dari pesisir Papua.", ["91"]),
        ("Kepala dinas di Sleman, Sari Melati, bercerita panjang. “Ada 30 guru,” kata Sari.", ["34.04"]),
        ("“Cukup,” kata Kepala Dinas Kesehatan Kota Bogor Sari Melati. “Ada 30 guru,” lanjut Sari.", ["32.71"]),
        ("“Ada 30 guru di Bali,” ujar Sari Melati, guru di Kabupaten Bogor.", ["51"]),
        ("“Cukup,” ujar Sari Melati, guru di pesisir Papua. Rapat dihadiri 30 guru.", ["ID"]),
        ("“Ada 30 guru,” ujar Sari Melati, di Bogor.", ["Bogor"]),
        ("“Cukup,” ujar Sari Melati di Jakarta. “Ada 30 guru,” lanjut Sari.", ["ID"]),
    ],
)
def test_the_office_says_whose_region_it_is(text: str, codes: list[str], read: Callable[..., Extraction]) -> None:
    assert [figure.ref_area for figure in read(text).figures] == codes
