"""Files that belong to releases are archived with them, once."""

from collections.abc import Callable

import pytest

from pipeline.agencies import Agency, IndexRules, PageRules, Rate
from pipeline.capture import Archive, Visit
from tests.unit.capture.conftest import agency
from tests.unit.capture.fault_server import HOST, Answer, Reply, Site
from tests.unit.capture.test_client import reset

Visiting = Callable[..., Visit]
PDF = b"%PDF-1.7 synthetic"


def who(**changes: object) -> Agency:
    return agency(**{"page": PageRules(title="h1", body="p", attachments="a[href$='.pdf']"), **changes})


@pytest.fixture
def with_pdf(site: Site) -> Site:
    site.pages |= {
        "/r/1": Reply(b"<h1>One</h1><p>Satu</p><a href='/files/a.pdf'>a</a><a href='http://other.example/x.pdf'>x</a>", etag=True),
        "/r/2": Reply(b"<h1>Two</h1><p>Dua</p><a href='/files/a.pdf'>a</a><a href='b.pdf'>b</a>", etag=True),
        "/files/a.pdf": Reply(PDF, headers={"Content-Type": "application/pdf"}),
        "/r/b.pdf": Reply(PDF + b"2", headers={"Content-Type": "application/pdf"}),
    }  # fmt: skip
    return site


def archived(archive: Archive) -> list[str]:
    paths = {
        entry.capture.url.removeprefix(f"http://{HOST}") for entry in archive.entries() if entry.role == "attachment"
    }
    return sorted(paths)


def test_each_is_archived_once_and_counted_as_no_release(visit: Visiting, archive: Archive, with_pdf: Site) -> None:
    result = visit(who())
    assert (result.new, result.failed, result.complete) == (2, 0, True)
    assert archived(archive) == ["/files/a.pdf", "/r/b.pdf"]
    assert [archive.read(e.capture).body for e in archive.entries() if e.role == "attachment"] == [PDF, PDF + b"2"]
    assert [capture.url[-3:] for capture in archive.releases()] == ["r/1", "r/2"]
    with_pdf.requests.clear()
    visit(who())
    assert not [path for path in with_pdf.paths if path.endswith(".pdf")]


def test_one_that_is_added_to_a_known_release_is_archived(visit: Visiting, archive: Archive, with_pdf: Site) -> None:
    visit(who())
    with_pdf.pages["/r/1"] = Reply(b"<h1>One</h1><p>Satu</p><a href='/files/c.pdf'>c</a>", etag=True)
    with_pdf.pages["/files/c.pdf"] = Reply(PDF + b"3", headers={"Content-Type": "application/pdf"})
    visit(who())
    assert archived(archive) == ["/files/a.pdf", "/files/c.pdf", "/r/b.pdf"]


def test_those_that_a_visit_did_not_come_to_are_fetched_by_the_next(
    visit: Visiting, archive: Archive, with_pdf: Site
) -> None:
    # robots.txt, the index, the first release: the budget ends before its attachment.
    first = visit(who(rate=Rate(delay_seconds=0.0, requests_per_night=3)))
    assert (first.new, archived(archive)) == (1, [])
    second = visit(who())
    assert (second.new, archived(archive)) == (1, ["/files/a.pdf", "/r/b.pdf"])


def test_one_that_fails_is_said_and_stops_nothing(visit: Visiting, with_pdf: Site) -> None:
    del with_pdf.pages["/files/a.pdf"]
    result = visit(who())
    assert (result.new, result.gone, result.failed, result.complete) == (2, 0, 0, False)
    assert result.errors == (f"http://{HOST}/files/a.pdf answered 404.",)


def test_one_that_failed_is_tried_again_the_next_night(visit: Visiting, archive: Archive, with_pdf: Site) -> None:
    healthy, with_pdf.pages["/r/b.pdf"] = with_pdf.pages["/r/b.pdf"], Reply(status=500)
    visit(who())
    with_pdf.pages["/r/b.pdf"] = healthy
    assert visit(who()).complete
    assert archived(archive) == ["/files/a.pdf", "/r/b.pdf"]


@pytest.mark.parametrize("fault", [Reply(status=500), Reply(PDF, length=1000), reset])
def test_one_that_fails_night_after_night_is_asked_for_ever_less_often_and_never_forgotten(
    visit: Visiting, archive: Archive, with_pdf: Site, fault: Answer
) -> None:
    healthy, with_pdf.pages["/r/b.pdf"] = with_pdf.pages["/r/b.pdf"], fault
    assert not visit(who()).complete
    asked = []
    for night in range(1, 17):
        with_pdf.requests.clear()
        if night == 16:
            with_pdf.pages["/r/b.pdf"] = healthy
        result = visit(who())
        if "/r/b.pdf" in with_pdf.paths:
            asked.append(night)
            assert result.complete == (night == 16)
    assert asked == [1, 2, 4, 8, 16]
    got = [entry.capture for entry in archive.entries() if entry.role == "attachment" and entry.good]
    assert [capture.url[-5:] for capture in got] == ["a.pdf", "b.pdf"]


def test_a_page_in_place_of_a_file_is_no_attachment(visit: Visiting, archive: Archive, with_pdf: Site) -> None:
    healthy, with_pdf.pages["/r/b.pdf"] = with_pdf.pages["/r/b.pdf"], Reply(b"<h1>Masuk</h1>")
    assert visit(who()).errors == (f"http://{HOST}/r/b.pdf is a page where a file was expected.",)
    assert set(archive.judgements("ministry").values()) == {"media_type"}
    with_pdf.pages["/r/b.pdf"] = healthy
    assert visit(who()).complete


def test_those_of_a_release_that_the_index_holds(visit: Visiting, archive: Archive, with_pdf: Site) -> None:
    rules = who(
        index=IndexRules(
            kind="json", url=f"http://{HOST}/api", item="data", link="slug", link_template="/berita/{link}"
        ),
        page=PageRules(kind="json", in_listing=True, title="title", body="body", attachments="files"),
    )
    with_pdf.pages["/api"] = Reply(
        b'{"data": [{"slug": "a", "title": "A", "body": "x", "files": ["/files/a.pdf"]}]}',
        headers={"Content-Type": "application/json"},
    )
    assert visit(rules).new == 1
    assert archived(archive) == ["/files/a.pdf"]
