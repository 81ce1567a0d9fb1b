from pipeline.capture import Visit
from pipeline.gate import no_agency_came_back_empty


def _visit(agency_id: str, listed: int, *errors: str) -> Visit:
    return Visit(agency_id=agency_id, requested=1, listed=listed, errors=errors, complete=not errors)


def test_an_agency_that_lists_releases_is_well_even_if_pages_failed() -> None:
    assert no_agency_came_back_empty([_visit("a", 3, "one page failed.")]).passed


def test_an_empty_index_is_named_and_does_not_stop_the_others() -> None:
    result = no_agency_came_back_empty([_visit("a", 3), _visit("b", 0)])
    assert (result.passed, result.blocking) == (False, False)
    assert result.findings == ("b: its index lists no press release.",)


def test_a_night_on_which_nothing_was_seen_publishes_nothing() -> None:
    result = no_agency_came_back_empty([_visit("a", 0), _visit("b", 0)])
    assert (result.passed, result.blocking) == (False, True)


def test_an_unreachable_site_is_named_with_what_happened() -> None:
    assert no_agency_came_back_empty([_visit("b", 0, "Connection refused.")]).findings == ("b: Connection refused.",)
