"""One release at several addresses, one number for two releases, one release under two numbers: who is a copy of whom."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.decode.copies import Text, settle
from pipeline.identity import release_id_from_address, release_id_from_number

NUMBER = "43/HM/KOMINFO/01/2024"
BODY = " ".join(f"kata{n}" for n in range(60))
OTHER = " ".join(f"lain{n}" for n in range(60))
FIRST = Text(
    "c-1", "kominfo", "kominfo", "https://www.kominfo.go.id/1", NUMBER, "Dua kota contoh dipilih", date(2024, 1, 18),
    datetime(2024, 1, 19, tzinfo=UTC), False,
)  # fmt: skip
COPY = replace(
    FIRST,
    capture_id="c-2",
    agency_id="komdigi",
    url="https://www.komdigi.go.id/a",
    fetched_at=FIRST.fetched_at + timedelta(days=1),
)
BY_NUMBER = release_id_from_number("kominfo", NUMBER)
BY_ADDRESS = release_id_from_address("komdigi", COPY.url)


def ids(*texts: Text, bodies: dict[str, str] | None = None) -> list[str]:
    settled = settle(texts, lambda capture_id: (bodies or {}).get(capture_id, BODY))
    return [settled[text.capture_id] for text in texts]


def different(*texts: Text) -> list[str]:
    return ids(*texts, bodies={"c-2": OTHER})


def test_the_same_number_and_title_need_no_reading() -> None:
    def unread(_: str) -> str:
        raise AssertionError

    assert set(settle((FIRST, COPY), unread).values()) == {BY_NUMBER}


def test_one_number_for_two_different_texts_is_two_releases_and_the_first_keeps_it() -> None:
    reused = replace(COPY, title="Menteri contoh bertolak ke luar negeri")
    assert different(FIRST, reused) == [BY_NUMBER, BY_ADDRESS]
    assert different(reused, FIRST) == [BY_ADDRESS, BY_NUMBER]  # whatever the order they are given in


def test_a_headline_that_is_only_alike_needs_the_same_text() -> None:
    alike = replace(COPY, title="Dua kota contoh dipilih lagi")
    assert ids(FIRST, alike) == [BY_NUMBER, BY_NUMBER]
    assert different(FIRST, alike) == [BY_NUMBER, BY_ADDRESS]


def test_one_address_read_by_two_agency_files_is_one_release() -> None:
    item = replace(COPY, agency_id="komdigi-api", url=FIRST.url, title="Lain", number=None)
    assert different(FIRST, item) == [BY_NUMBER, BY_NUMBER]


def test_another_headline_over_the_same_text_under_one_number_is_the_same_release() -> None:
    assert ids(FIRST, replace(COPY, title="Pengumuman hasil")) == [BY_NUMBER, BY_NUMBER]


def test_the_same_text_under_two_numbers_is_one_release() -> None:
    assert ids(FIRST, replace(COPY, number="44/HM/KOMINFO/01/2024")) == [BY_NUMBER, BY_NUMBER]


@pytest.mark.parametrize(
    "number", [None, "43/HM/KOMINFO/08/2017", "43/HM"], ids=["missing", "contradicts", "malformed"]
)
def test_a_copy_whose_number_tells_nothing_is_known_by_title_date_and_text(number: str | None) -> None:
    copy = replace(COPY, number=number)
    assert ids(FIRST, copy) == [BY_NUMBER, BY_NUMBER]
    assert different(FIRST, copy)[1] == BY_ADDRESS
    assert ids(FIRST, replace(copy, title="Judul yang lain sama sekali"))[1] == BY_ADDRESS


@pytest.mark.parametrize(("days", "same"), [(0, True), (7, True), (8, False), (366, False)])
def test_the_same_greeting_a_year_later_is_another_release(days: int, same: bool) -> None:
    later = replace(COPY, number=None, published_on=date(2024, 1, 18) + timedelta(days=days))
    assert (ids(FIRST, later)[1] == BY_NUMBER) is same


def test_a_date_that_is_missing_contradicts_nothing() -> None:
    assert ids(replace(FIRST, published_on=None), replace(COPY, number=None)) == [BY_NUMBER, BY_NUMBER]


def test_a_title_that_tells_nothing_makes_no_copies() -> None:
    bare = replace(FIRST, title="Siaran Pers", number=None)
    assert len(set(ids(bare, replace(COPY, title="Siaran Pers", number=None)))) == 2


def test_sites_of_different_number_givers_have_no_copies_of_each_other() -> None:
    assert len(set(ids(FIRST, replace(COPY, number_giver="esdm")))) == 2


def test_an_address_is_one_release_whatever_its_texts_say() -> None:
    corrected = replace(
        FIRST, capture_id="c-2", number="45/HM/KOMINFO/01/2024", title="Ralat judul contoh", fetched_at=COPY.fetched_at
    )
    assert different(FIRST, corrected) == [BY_NUMBER, BY_NUMBER]


def test_a_web_archive_s_copy_that_comes_later_moves_no_id() -> None:
    page = replace(COPY, number=None)
    replay = replace(FIRST, archived=True)
    assert ids(page) == [BY_ADDRESS]
    assert ids(page, replay) == [BY_ADDRESS, BY_ADDRESS]


def test_copies_are_found_beside_a_reused_number() -> None:
    reused = replace(FIRST, capture_id="c-3", url="https://www.kominfo.go.id/3", title="Judul yang sama sekali lain")
    again = replace(
        reused, capture_id="c-4", agency_id="komdigi", url="https://www.komdigi.go.id/d", fetched_at=COPY.fetched_at
    )
    bodies = {"c-3": OTHER, "c-4": OTHER + " tanda tangan biro humas contoh"}
    one, two, three, four = ids(FIRST, COPY, reused, again, bodies=bodies)
    assert one == two == BY_NUMBER
    assert three == four == release_id_from_address("kominfo", reused.url)


def test_a_site_s_header_and_signature_do_not_hide_a_copy() -> None:
    dressed = f"siaran pers nomor sekian tanggal sekian tentang {BODY} biro humas surel telepon"
    assert ids(FIRST, replace(COPY, number=None), bodies={"c-2": dressed}) == [BY_NUMBER, BY_NUMBER]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            lambda n, place, number, title, day: replace(
                FIRST, capture_id=f"c-{n}", url=f"https://www.kominfo.go.id/{place}", number=number, title=title,
                published_on=day, fetched_at=FIRST.fetched_at + timedelta(hours=n),
            ),
            st.integers(0, 10_000),
            st.integers(0, 6),
            st.sampled_from([NUMBER, "44/HM/KOMINFO/01/2024", "x", None]),
            st.sampled_from(["Satu judul contoh", "Dua judul contoh", "Sama sekali lain lagi", ""]),
            st.sampled_from([date(2024, 1, 18), date(2023, 5, 1), None]),
        ),
        max_size=12,
        unique_by=lambda text: text.capture_id,
    )
)  # fmt: skip
def test_every_text_has_an_id_each_address_one_and_order_does_not_matter(texts: list[Text]) -> None:
    def read(capture_id: str) -> str:
        return BODY if int(capture_id[2:]) % 2 else OTHER

    settled = settle(texts, read)
    assert settled.keys() == {text.capture_id for text in texts}
    by_address: dict[str, set[str]] = {}
    for text in texts:
        by_address.setdefault(text.url, set()).add(settled[text.capture_id])
    assert all(len(found) == 1 for found in by_address.values())
    assert settle(reversed(texts), read) == settled
