"""Which releases there are: the index read until known ground, again while it shifts, and its older pages now and then."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from pipeline.agencies import Agency
from pipeline.capture.address import normal
from pipeline.capture.index_page import IndexPage, Listed, UnreadableIndexError, read_index
from pipeline.capture.memory import TOP, Ground, Listing, Memory, Place
from pipeline.capture.site import Site
from pipeline.clock import Clock
from pipeline.model import Capture

_ROUNDS = 3


@dataclass(slots=True)
class Reading:
    """What a night's reading of the index came to: releases in the order of the index, and from which answer each is.

    `late` are releases that only older pages list, `below` those of `listed` that stand under what was listed before: they are
    no head of the index. `resume`: where a later night goes on, if this one is cut. `problems` are sentences; `sound` is False
    when one of them means that something may have been missed.
    """

    listed: dict[str, Listed] = field(default_factory=dict)
    late: dict[str, Listed] = field(default_factory=dict)
    sources: dict[str, Capture] = field(default_factory=dict)
    below: set[str] = field(default_factory=set)
    ground: Ground = "cut"
    resume: Place = TOP
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
        fresh = {url: item.published_on for url, item in self.listed.items() if url not in memory.listed}
        head = tuple((url, day) for url, day in fresh.items() if url not in self.below)
        below = tuple((url, day) for url, day in fresh.items() if url in self.below)
        late = tuple((url, item.published_on) for url, item in self.late.items() if url not in memory.listed)
        moved = tuple((url, self.listed[url].published_on) for url in self.moved(memory))
        return Listing(
            self.ground, head, (*below, *late, *moved), self.pages, self.resume if self.ground == "cut" else TOP
        )

    def moved(self, memory: Memory) -> list[str]:
        """Known releases that the index shows with a later day than before: a sitemap's way to say that a page was changed."""
        return [
            url
            for url, item in self.listed.items()
            if item.published_on and (before := memory.listed.get(url)) and item.published_on > before
        ]


class _Path:
    """The index pages of one walk in their order, each once. `above`: how many lie above the next one. `last`: the one before."""

    def __init__(self, first: str, resume: Place) -> None:
        self.above, self.last, self.jumped = 0, TOP, False
        self._resume = resume
        self._ahead, self._put_off = deque([first]), deque[str]()
        self._put_off_above = 0
        self._walked: set[str] = set()

    def next(self) -> str:
        """The page to read now; '' when there is none left."""
        while self._ahead:
            url = self._ahead.popleft()
            if url not in self._walked:
                self._walked.add(url)
                return url
        return ""

    def passed(self, url: str, further: Iterable[str]) -> None:
        """The page was read, and leads on to others."""
        self.last = (self.above, url)
        self.above += 1
        self._ahead.extend(further)

    def jump(self) -> bool:
        """Go on where an earlier reading was cut; False when that is not further down, or was tried."""
        if self.jumped or self._resume[0] <= self.above:
            return False
        self._put_off, self._put_off_above, self.jumped = self._ahead, self.above, True
        self.above, self._ahead = self._resume[0], deque([self._resume[1]])
        return True

    def has_jumped_to(self, url: str) -> bool:
        return self.jumped and url == self._resume[1] and self.above == self._resume[0]

    def turn_back(self) -> None:
        """Walk every page after all."""
        self._walked.discard(self._resume[1])
        self._ahead, self.above = self._put_off, self._put_off_above
        self._resume, self.jumped = TOP, False


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
        """Read on from the first page until known ground, into `found`; what the first page listed. Sets how it ended.

        Where an earlier reading was cut, the pages between its head and its last page but one are left out.
        """
        path, seen = _Path(first, self._resume), dict[str, None]()
        on_first: list[str] = []
        known_in_a_row, listed_in_a_row, under_head, reordered = 0, 0, False, False
        reading.ground, reading.resume = "cut", TOP
        while url := path.next():
            if path.above == self._rules.last_page_limit:
                reading.fault(f"The index goes on after {path.above} pages, the limit in the agency file.")
                return on_first
            page = self._page(url, reading, beyond_first=path.above > 0)
            if page is None:
                return on_first
            if path.has_jumped_to(url) and not any(item.url in self._memory.listed for item in page.listed):
                # So much was withdrawn that what lay below has moved up past this page.
                path.turn_back()
                reading.resume = TOP
                continue
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
                listed_in_a_row = listed_in_a_row + 1 if item.url in self._memory.listed else 0
                if not (self._until and item.published_on and item.published_on > self._until):
                    found[item.url] = item
                if under_head and item.url not in self._memory.listed:
                    reading.below.add(item.url)
            if self._since and fresh and all(i.published_on and i.published_on < self._since for i in fresh):
                reading.ground = "horizon"
                return on_first
            overlap = self._agency.window.overlap
            if self._since is None and self._is_ordered and known_in_a_row >= overlap:
                if settled is not self._memory.ground or self._head_is_in(seen):
                    reading.ground = "reached"
                    return on_first
                reordered = True
            if self._until is None:
                reading.resume = max(reading.resume, path.last)
            if self._rules.paged and not self._rules.next:
                number = self._rules.first_page + path.above + 1
                going_on = page.last_page is None or number <= page.last_page
                path.passed(url, (self._rules.address(number),) if going_on else ())
            else:
                path.passed(url, page.further)
            under_head = under_head or (self._is_ordered and listed_in_a_row >= overlap and self._head_is_in(seen))
            if self._since is None and under_head and path.jump():
                reading.resume, known_in_a_row = self._resume, 0
        reading.ground = "end"
        self._doubt_the_end(seen | dict.fromkeys(self._memory.listed if path.jumped else ()), reordered, reading)
        return on_first

    @property
    def _resume(self) -> Place:
        """Where the last reading was cut, if that is a page of this index, and its pages have an order to go on in."""
        return self._memory.resume if self._is_ordered and self._memory.resume[1].startswith(self._here) else TOP

    @property
    def _here(self) -> str:
        """What the addresses of this index begin with: not where an older agency file looked."""
        start = self._rules.url.partition("?" if self._rules.next else "{page}")[0]
        return normal(self._rules.url, start)

    @property
    def _is_ordered(self) -> bool:
        """A sitemap lists in any order, so all of it is read."""
        return self._rules.kind in ("html", "json")

    @property
    def _share_is_used(self) -> bool:
        """Half of the night's budget is for releases, so that an index larger than a night does not keep them all away."""
        return self._site.client.requested >= self._agency.rate.requests_per_night // 2

    def _page(self, url: str, reading: Reading, beyond_first: bool = False) -> IndexPage | None:
        """One index page; None when it cannot be read, which is said. One beyond the first may be missing: it is empty then."""
        if beyond_first and self._share_is_used:
            reading.fault(
                f"The index was not read to known ground: it has had half of the night's budget of "
                f"{self._agency.rate.requests_per_night:,} requests. "
                + (
                    "The next night goes on from there."
                    if self._is_ordered
                    else "The next night begins anew: raise requests_per_night in the agency file."
                )
            )
            return None
        self._site.tell("index", reading.pages, None, url)
        answer = self._site.get(url, "index")
        self._asked |= {url, answer.url}
        if answer.news == "refused":
            reading.fault(f"robots.txt does not let us fetch the index page {url}.")
        elif answer.news == "unasked":
            reading.fault("The index was not read to known ground.")
        elif answer.status in (404, 410) and beyond_first:
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
        due = sorted(
            (moment, url)
            for url, moment in self._memory.index_read.items()
            if url not in self._asked
            and url.startswith(self._here)
            and now - moment >= timedelta(days=limits.reread_days)
        )
        for _, url in due[: limits.reread_pages]:
            if self._share_is_used:
                break
            page = self._page(url, reading, beyond_first=True)
            for item in page.listed if page else ():
                if item.url not in reading.listed:
                    reading.late.setdefault(item.url, item)
