"""Which releases there are: the index read until known ground, again while it shifts, and its older pages now and then."""

from collections import deque
from dataclasses import dataclass, field
from datetime import date, timedelta

from pipeline.agencies import Agency
from pipeline.capture.address import normal
from pipeline.capture.index_page import IndexPage, Listed, UnreadableIndexError, read_index
from pipeline.capture.memory import Ground, Listing, Memory
from pipeline.capture.site import Site
from pipeline.clock import Clock
from pipeline.model import Capture

_ROUNDS = 3


@dataclass(slots=True)
class Reading:
    """What a night's reading of the index came to: releases in the order of the index, and from which answer each is.

    `late` are releases that only older pages list. `problems` are sentences; `sound` is False when one of them means that
    something may have been missed.
    """

    listed: dict[str, Listed] = field(default_factory=dict)
    late: dict[str, Listed] = field(default_factory=dict)
    sources: dict[str, Capture] = field(default_factory=dict)
    ground: Ground = "cut"
    links_per_page: list[int] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    sound: bool = True

    @property
    def pages(self) -> int:
        return len(self.links_per_page)

    def fault(self, sentence: str) -> None:
        self.problems.append(sentence)
        self.sound = False

    def listing(self, memory: Memory) -> Listing:
        """What of it is worth remembering: releases that no earlier night has listed, and days that have moved."""
        fresh, late = (
            tuple((url, item.published_on) for url, item in items.items() if url not in memory.listed)
            for items in (self.listed, self.late)
        )
        moved = tuple((url, self.listed[url].published_on) for url in self.moved(memory))
        return Listing(self.ground, fresh, (*late, *moved), self.pages)

    def moved(self, memory: Memory) -> list[str]:
        """Known releases that the index shows with a later day than before: a sitemap's way to say that a page was changed."""
        return [
            url
            for url, item in self.listed.items()
            if item.published_on and (before := memory.listed.get(url)) and item.published_on > before
        ]


class Discovery:
    """Reads an agency's index by its rules. `since` and `until` (days of publication) are for a backfill."""

    def __init__(
        self, agency: Agency, site: Site, memory: Memory, clock: Clock, since: date | None, until: date | None
    ) -> None:
        assert agency.index is not None, "only an agency with index rules has an index"
        self._agency, self._rules, self._site, self._memory = agency, agency.index, site, memory
        self._clock, self._since, self._until = clock, since, until
        self._asked: set[str] = set()

    def read(self) -> Reading:
        reading = Reading()
        first = self._rules.address(self._rules.first_page)
        settled = self._memory.ground
        for _ in range(_ROUNDS):
            found: dict[str, Listed] = {}
            before = self._walk(first, settled, found, reading)
            reading.listed = found | {url: item for url, item in reading.listed.items() if url not in found}
            if reading.ground == "cut" or reading.pages < 2 or reading.listed.keys() <= self._memory.listed.keys():
                break
            again = self._page(first, reading)
            now = [item.url for item in again.listed] if again else before
            if now == before:
                break
            # What came out while the pages were read pushed the others down, and is read by going on to where tonight's reading
            # began. What was withdrawn pulled others up, over the edge of a page that was read before: all is read again.
            last = max((place for place, url in enumerate(before) if url in now), default=len(before))
            withdrawn = any(url not in now for url in before[:last])
            settled = self._memory.ground if withdrawn else self._memory.ground | reading.listed.keys()
        if reading.ground == "reached" and self._since is None:
            self._older_pages(reading)
        return reading

    def _walk(self, first: str, settled: set[str], found: dict[str, Listed], reading: Reading) -> list[str]:
        """Read on from the first page until known ground, into `found`; what the first page listed. Sets how it ended."""
        ahead, walked, seen = deque([first]), set[str](), dict[str, None]()
        on_first: list[str] = []
        known_in_a_row, number, reordered = 0, self._rules.first_page, False
        reading.ground = "cut"
        while ahead:
            url = ahead.popleft()
            if url in walked:
                continue
            if len(walked) == self._rules.last_page_limit:
                reading.fault(f"The index goes on after {len(walked)} pages, the limit in the agency file.")
                return on_first
            walked.add(url)
            page = self._page(url, reading, may_be_missing=len(walked) > 1)
            if page is None:
                return on_first
            fresh = [item for item in page.listed if item.url not in seen]
            if url == first:
                on_first = [item.url for item in fresh]
                if not fresh and not page.further:
                    reading.fault(f"The index page {url} lists no release: nothing matches the agency file's [index].")
                    return on_first
            elif not fresh and self._rules.paged:
                break
            for item in fresh:
                seen[item.url] = None
                known_in_a_row = known_in_a_row + 1 if item.url in settled else 0
                if not (self._until and item.published_on and item.published_on > self._until):
                    found[item.url] = item
            if self._since and fresh and all(i.published_on and i.published_on < self._since for i in fresh):
                reading.ground = "horizon"
                return on_first
            if self._since is None and self._is_ordered and known_in_a_row >= self._agency.window.overlap:
                if settled is not self._memory.ground or self._head_is_in(seen):
                    reading.ground = "reached"
                    return on_first
                reordered = True
            if self._rules.paged and not self._rules.next:
                number += 1
                if page.last_page is None or number <= page.last_page:
                    ahead.append(self._rules.address(number))
            else:
                ahead.extend(page.further)
        reading.ground = "end"
        self._doubt_the_end(seen, reordered, reading)
        return on_first

    @property
    def _is_ordered(self) -> bool:
        """A sitemap lists in any order, so all of it is read."""
        return self._rules.kind in ("html", "json")

    def _page(self, url: str, reading: Reading, may_be_missing: bool = False) -> IndexPage | None:
        """One index page; None when it cannot be read, which is said. A missing page is empty where one may be missing."""
        self._site.tell("index", reading.pages, None, url)
        answer = self._site.get(url, "index")
        self._asked |= {url, answer.url}
        if answer.news == "refused":
            reading.fault(f"robots.txt does not let us fetch the index page {url}.")
        elif answer.news == "unasked":
            reading.fault("The index was not read to known ground.")
        elif answer.status in (404, 410) and may_be_missing:
            return IndexPage(())
        elif answer.problem or answer.capture is None:
            reading.fault(f"The index was not read to its end: {answer.problem}")
        else:
            try:
                page = read_index(answer.body, answer.content_type, self._agency, answer.url)
            except UnreadableIndexError as error:
                reading.fault(f"The index page {answer.url} cannot be read: {error}")
                return None
            reading.problems += [sentence for sentence in page.problems if sentence not in reading.problems]
            reading.links_per_page.append(len(page.listed))
            for item in page.listed:
                reading.sources.setdefault(item.url, answer.capture)
            return page
        return None

    def _head_is_in(self, seen: dict[str, None]) -> bool:
        """Whether the releases that stood first when the index was last read are among these, most of them."""
        head = self._memory.head(self._agency.window.overlap)
        return 2 * sum(url in seen for url in head) >= len(head)

    def _doubt_the_end(self, seen: dict[str, None], reordered: bool, reading: Reading) -> None:
        """The index came to its end: is it whole? Nothing is ever taken as vanished because an index does not list it."""
        ground = self._memory.ground
        if reordered:
            reading.fault("The index lists its releases in another order than before, so all of it was read.")
        if self._rules.kind == "feed":
            if ground and not ground & seen.keys():
                reading.fault(
                    "The feed lists no release that is known: some may have come and gone between two visits."
                )
        elif 2 * len(seen) < len(ground):
            reading.fault(f"The index is short: it lists {len(seen)} releases where {len(ground)} were listed before.")
            reading.ground = "cut"

    def _older_pages(self, reading: Reading) -> None:
        """Read again some pages beyond known ground, the longest unread first: a release may have been inserted late."""
        limits, now = self._site.limits, self._clock.now()
        here = normal(self._rules.url, self._rules.url.partition("{page}")[0])  # not where an older agency file looked
        due = sorted(
            (moment, url)
            for url, moment in self._memory.index_read.items()
            if url not in self._asked and url.startswith(here) and now - moment >= timedelta(days=limits.reread_days)
        )
        for _, url in due[: limits.reread_pages]:
            page = self._page(url, reading, may_be_missing=True)
            for item in page.listed if page else ():
                if item.url not in reading.listed:
                    reading.late.setdefault(item.url, item)
