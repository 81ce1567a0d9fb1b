"""An agency file held against a site: the sample's, as it is and redesigned."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipeline.agencies import Agency, Expectations, load_registry
from pipeline.clock import FixedClock
from pipeline.trial import Trial, try_agency

SAMPLE = load_registry()["sample-kominfo"]


def trial(agency: Agency) -> Trial:
    return try_agency(agency, FixedClock(datetime(2026, 11, 23, tzinfo=UTC)))


def differs(agency: Agency) -> dict[str, str]:
    return {found.what: found.detail for found in trial(agency).found if not found.matched}


@pytest.mark.parametrize("agency_id", ["sample-kominfo", "sample-komdigi"])
def test_the_sample_is_what_its_files_say(agency_id: str) -> None:
    found = trial(load_registry()[agency_id])
    assert found.matched
    assert found.requested == 3
    assert {"index: releases", "index: dates", "release: title", "release: body", "release: number"} <= {
        each.what for each in found.found
    }


def test_each_rule_that_no_longer_matches_is_named() -> None:
    assert SAMPLE.index is not None
    assert SAMPLE.page is not None
    index = replace(SAMPLE.index, date=".when", last_page=".pages", next=".onward", links_min=11, links_max=12)
    assert differs(replace(SAMPLE, index=index)) == {
        "index: releases": "10 listed, 11 to 12 expected",
        "index: dates": "0 of 10",
        "index: last page": "not found",
        "index: further pages": "0 linked",
    }
    assert "no_body" in differs(replace(SAMPLE, page=replace(SAMPLE.page, body=".prose")))["release"]
    nothing = differs(replace(SAMPLE, index=replace(SAMPLE.index, item=".card")))
    assert nothing == {"index: releases": "0 listed, 10 to 10 expected", "release": "No release was read."}


def test_a_date_is_only_missed_where_one_is_expected() -> None:
    assert SAMPLE.page is not None
    bare = replace(SAMPLE, page=replace(SAMPLE.page, date="", body=".crumbs", minimum_body_characters=0))
    assert differs(bare) == {"release: date": "none"} | {"release: number": "none"} or "release: date" in differs(bare)
    assert differs(replace(bare, expect=Expectations())) == {}
