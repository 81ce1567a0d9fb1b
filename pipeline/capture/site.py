"""One agency's site as a visit sees it: robots.txt is read before anything else of an origin, and obeyed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pipeline.agencies import Agency
from pipeline.capture.address import origin
from pipeline.capture.characters import characters, content_type
from pipeline.capture.client import Answer, Client, Terms
from pipeline.capture.entry import Role
from pipeline.capture.exchange import Exchange
from pipeline.capture.limits import Limits
from pipeline.capture.not_content import disguise, is_page
from pipeline.capture.robots import Robots, robots_from

Step = Literal["robots", "index", "release", "attachment", "import"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How a visit or an import gets on. `total` is None while it is not known."""

    agency_id: str
    step: Step
    done: int
    total: int | None
    url: str


class Site:
    """`tell` hears of each step. Every request of a visit goes through `get`."""

    def __init__(self, agency: Agency, client: Client, limits: Limits, tell: Callable[[Progress], None]) -> None:
        self.agency, self.client, self.limits = agency, client, limits
        self._tell = tell
        self._robots: dict[str, Robots] = {}

    def tell(self, step: Step, done: int, total: int | None, url: str) -> None:
        self._tell(Progress(self.agency.agency_id, step, done, total, url))

    def get(
        self,
        url: str,
        purpose: Role,
        conditional: bool = False,
        archived_as: Callable[[Exchange], Exchange] = lambda exchange: exchange,
    ) -> Answer:
        """The answer, or the reason why there is none: robots.txt forbids it, or the visit has ended."""
        robots = self._rules_of(url)
        if self.client.stopped:
            return Answer(url, None, "unasked")
        if robots.refusal:
            return Answer(url, None, "failed", robots.refusal)
        delay_seconds = max(self.agency.rate.delay_seconds, robots.delay_seconds)
        return self.client.get(url, Terms(purpose, delay_seconds, self._allows, conditional, archived_as))

    def _allows(self, url: str) -> bool:
        return self._rules_of(url).allows(url)

    def _rules_of(self, url: str) -> Robots:
        site = origin(url)
        if site not in self._robots:
            address = f"{site}/robots.txt"
            self.tell("robots", 0, 1, address)
            answer = self.client.get(address, Terms("robots", self.agency.rate.delay_seconds, lambda _: True))
            problem = answer.problem or self._in_disguise(answer)
            self._robots[site] = robots_from(
                address, answer.status, answer.body, problem, self.limits.pause_seconds_at_most
            )
        return self._robots[site]

    def _in_disguise(self, answer: Answer) -> str:
        """What a page gives itself away as that came instead of robots.txt; '' for rules, and for a page that says there are none."""
        page = self.agency.page
        if page is None or not (is_page(answer.content_type) or answer.body.lstrip().startswith(b"<")):
            return ""
        code = disguise(characters(answer.body, content_type(answer.content_type)[1]), page)
        return f"{answer.url} answered with a page of the kind '{code}'." if code not in ("", "soft_404") else ""
