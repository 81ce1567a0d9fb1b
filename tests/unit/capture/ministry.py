"""A ministry with a paged index, which tests edit between two nights and while it is read."""

from collections.abc import Callable
from datetime import date, timedelta

from pipeline.agencies import Agency, IndexRules, Window
from pipeline.capture import Archive, Visit
from tests.unit.capture.conftest import agency
from tests.unit.capture.fault_server import HOST, Answer, Reply, Site

Visiting = Callable[..., Visit]
PER_PAGE = 5
TODAY = date(2026, 1, 31)


class Ministry:
    """Releases, newest first, and the site that lists them five to a page. What is edited here is served at once."""

    def __init__(self, site: Site, count: int) -> None:
        self.site = site
        site.pages.clear()
        self.order = [f"/r/{number}" for number in range(count, 0, -1)]
        self.days = {path: TODAY - timedelta(days=place) for place, path in enumerate(self.order)}
        self.before_page: dict[int, Callable[[], None]] = {}
        for path in self.order:
            self.release(path)
        for page in range(1, 30):
            site.pages[f"/index?page={page}"] = self._page(page)

    def release(self, path: str, words: str = "") -> None:
        body = f"<h1>Release {path}</h1><p>Synthetic release {path}. {words}</p>".encode()
        self.site.pages[path] = Reply(body, etag=True)

    def publish(self, path: str, place: int = 0, day: date = TODAY) -> None:
        self.order.insert(place, path)
        self.days[path] = day
        self.release(path)

    def _page(self, page: int) -> Answer:
        def answer(_: object) -> Reply:
            self.before_page.pop(page, lambda: None)()
            listed = self.order[(page - 1) * PER_PAGE : page * PER_PAGE]
            rows = "".join(
                f"<div class='card'><a class='release' href='{path}'>x</a><i>{self.days[path]}</i></div>"
                for path in listed
            )
            return Reply(rows.encode(), status=200 if listed or page == 1 else 404)

        return answer

    @property
    def asked(self) -> list[str]:
        """Paths since the last look, robots.txt aside."""
        paths = [path for path in self.site.paths if path != "/robots.txt"]
        self.site.requests.clear()
        return paths


def who(dates: bool = True, **window: int) -> Agency:
    index = IndexRules(
        url=f"http://{HOST}/index?page={{page}}", item=".card", link="a.release", date="i" if dates else ""
    )
    return agency(index=index, window=Window(**{"recheck_days": 0, "overlap": 5, **window}))


def index_pages(*numbers: int) -> list[str]:
    return [f"/index?page={number}" for number in numbers]


def paths(archive: Archive) -> set[str]:
    return {capture.url.removeprefix(f"http://{HOST}") for capture in archive.releases()}
