"""Does each site still look the way its agency file says? A selector that stops matching loses releases without an error.

Neither check blocks: the drifted site is named, and a person is called; what the archive holds of it stays published, and the other
agencies go on.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from pipeline.agencies import Agency, IndexRules
from pipeline.capture import Visit
from pipeline.clock import jakarta_date
from pipeline.model import Capture, CheckResult

_NEWEST, _FEWEST = 30, 5
"""Shares are of the newest night's captures, of the newest 30 when it brought fewer; fewer than 5 in all prove nothing."""
_SHORT_PAGES = 2
"""The last index page may be short, and an empty one may stand behind it."""


def index_layouts_hold(agencies: Mapping[str, Agency], visits: Iterable[Visit]) -> CheckResult:
    """Releases per index page against `links_min` and `links_max`. An index that lists nothing is another check's."""
    looked_at = [visit for visit in visits if visit.listed and agencies[visit.agency_id].index]
    findings = [
        f"{visit.agency_id}: {sentence} Look at the [index] of its agency file."
        for visit in looked_at
        for sentence in _index_findings(agencies[visit.agency_id].index, visit.links_per_page)
    ]
    return _result("index_layouts_hold", len(looked_at), findings)


def _index_findings(rules: IndexRules | None, pages: tuple[int, ...]) -> Iterator[str]:
    assert rules is not None, "looked at with index rules only"
    if (most := max(pages, default=0)) > rules.links_max:
        yield f"an index page lists {most} releases; {rules.links_max} are the most expected."
    if rules.kind == "sitemap":
        return  # its parts are as long as they are
    short = sum(count < rules.links_min for count in pages)
    if pages and pages[0] < rules.links_min:
        yield f"the first index page lists {pages[0]} releases; {rules.links_min} are the least expected."
    elif short > _SHORT_PAGES:
        yield f"{short} of {len(pages)} index pages list fewer than {rules.links_min} releases."


class _Outcome(NamedTuple):
    """What became of one capture of a release: read (then with or without date and number), or not."""

    fetched_at: datetime
    read: bool
    published_on: date | None = None
    number: str | None = None
    release_id: str = ""


def release_layouts_hold(
    agencies: Mapping[str, Agency],
    captures: Iterable[Capture],
    texts: Iterable[Mapping[str, Any]],
    quarantine: Iterable[Mapping[str, Any]],
) -> CheckResult:
    """What was read of the newest captures, and releases per month, against the [expect] of each site that is visited."""
    fetched = {c.capture_id: c.fetched_at for c in captures if c.source_kind in ("live", "sample")}
    outcomes: defaultdict[str, list[_Outcome]] = defaultdict(list)
    for row in texts:
        if moment := fetched.get(row["capture_id"]):
            outcomes[row["agency_id"]].append(
                _Outcome(moment, True, row["published_on"], row["number"], row["release_id"])
            )
    for row in quarantine:
        if moment := fetched.get(row["capture_id"]):
            outcomes[row["agency_id"]].append(_Outcome(moment, False))
    judged = {agency_id: found for agency_id, found in outcomes.items() if agencies[agency_id].captured}
    findings = [
        f"{agency_id}: {sentence}"
        for agency_id, found in sorted(judged.items())
        for sentence in (*_share_findings(agencies[agency_id], found), *_month_findings(agencies[agency_id], found))
    ]
    return _result("release_layouts_hold", len(judged), findings)


def _share_findings(agency: Agency, outcomes: list[_Outcome]) -> Iterator[str]:
    newest_first = sorted(outcomes, key=lambda outcome: outcome.fetched_at, reverse=True)
    night = jakarta_date(newest_first[0].fetched_at)
    tonight = sum(jakarta_date(outcome.fetched_at) == night for outcome in outcomes)
    looked_at = newest_first[: max(tonight, _NEWEST)]
    read = [outcome for outcome in looked_at if outcome.read]
    expect = agency.expect
    for what, having, of, least, where in (
        ("captures can be read as releases", len(read), len(looked_at), expect.share_read, "title and body"),
        (
            "releases carry a date",
            sum(o.published_on is not None for o in read),
            len(read),
            expect.share_with_date,
            "date",
        ),
        (
            "releases carry a number",
            sum(o.number is not None for o in read),
            len(read),
            expect.share_with_number,
            "number",
        ),
    ):
        if of >= _FEWEST and having < least * of:
            yield (
                f"{having} of its newest {of} {what}; {least:.0%} are expected. "
                f"Look at {where} in the [page] of its agency file."
            )


def _month_findings(agency: Agency, outcomes: list[_Outcome]) -> Iterator[str]:
    """The last month that was over when the site was last read anew."""
    newest = max(outcome.fetched_at for outcome in outcomes)
    last_day = jakarta_date(newest).replace(day=1) - timedelta(days=1)
    days = {outcome.release_id: outcome.published_on for outcome in outcomes if outcome.published_on}
    count = Counter((day.year, day.month) for day in days.values() if day)[last_day.year, last_day.month]
    least, most = agency.expect.releases_per_month_min, agency.expect.releases_per_month_max
    if not least <= count <= most:
        yield (
            f"{count} of its releases are of {last_day:%Y-%m}; {least} to {most} are expected. "
            "Look at the [index] of its agency file, and at the site."
        )


def _result(name: str, count: int, findings: list[str]) -> CheckResult:
    agencies = len({finding.partition(":")[0] for finding in findings})
    return CheckResult(
        name,
        passed=not findings,
        blocking=False,
        summary=f"{count} agencies looked at, {agencies} look different than expected.",
        findings=tuple(findings),
    )
