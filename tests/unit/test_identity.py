from datetime import UTC, datetime

from pipeline import identity


def test_ids_are_pinned_because_published_rows_carry_them() -> None:
    assert identity.release_id_from_number("kominfo", "43/HM/KOMINFO/01/2024") == "r-komobom7p5c76q7vxquf"
    assert identity.statement_id("r-x", "count", "50 kota", 0) == "s-3oydkadfesyyhsa5knvm"
    assert identity.capture_id("a", "http://a/", datetime(2026, 1, 1, tzinfo=UTC), "00") == "c-65e65v7zfenoyjjmchgz"


def test_facts_do_not_run_together() -> None:
    assert identity.statement_id("r", "a", "bc", 0) != identity.statement_id("r", "ab", "c", 0)


def test_equal_numbers_of_two_bodies_are_two_releases() -> None:
    assert identity.release_id_from_number("sample", "43/HM") != identity.release_id_from_number("kominfo", "43/HM")


def test_one_address_in_several_dresses_is_one_release() -> None:
    plain = identity.release_id_from_address("kominfo", "https://kominfo.go.id/content/detail/1/a")
    for dressed in (
        "http://www.kominfo.go.id/content/detail/1/a",
        "https://www.kominfo.go.id/index.php/content/detail/1/a/",
        "https://KOMINFO.go.id/content/detail/1/a#top",
    ):
        assert identity.release_id_from_address("kominfo", dressed) == plain
    assert identity.release_id_from_address("kominfo", "https://kominfo.go.id/content/detail/2/a") != plain


def test_a_second_visit_is_a_second_capture() -> None:
    first = identity.capture_id("a", "http://a/", datetime(2026, 1, 1, tzinfo=UTC), "00")
    assert identity.capture_id("a", "http://a/", datetime(2026, 1, 2, tzinfo=UTC), "00") != first
