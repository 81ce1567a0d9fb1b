"""Pages that came with status 200 and are no release: each recognised, archived, judged, and never a change of the release."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.agencies import PageRules, Registry
from pipeline.capture import Archive, Visit
from pipeline.capture.not_content import recognise
from pipeline.capture.payload import read_payload
from pipeline.steps import decode_step
from pipeline.workspace import Workspace
from tests.unit.capture.conftest import FIRST, SECOND, agency
from tests.unit.capture.fault_server import HOST, Reply, Site

Visiting = Callable[..., Visit]
RULES = PageRules(title="h1", body="article", not_content=("Situs dialihkan",))
BODY = "Kementerian menyebut hal ini dalam tulisan buatan. " * 6

DISGUISES = {
    "waiting_room": ["<h1>You are now  in\nline</h1>", "<script src='https://x.queue-it.net/q.js'></script>"],
    "challenge": [
        "<html>Request unsuccessful. Incapsula incident ID: 0</html>",
        "<title>Just a moment...</title>",
        "<div class='g-recaptcha'></div>",
    ],
    "login": ["<form><input name=a><input TYPE='password'></form>"],
    "soft_404": ["<h1>404</h1><p>Halaman tidak ditemukan</p>", "<article>Page Not Found</article>"],
    "maintenance": ["<p>Situs sedang dalam perbaikan.</p>"],
    "not_content": ["<p>Situs dialihkan ke tempat lain</p>"],
    "empty": ["", " \n\t"],
    "": [
        f"<article>{BODY}</article>",
        f"<article>{BODY} Halaman tidak ditemukan, kata menteri; you are now in line.</article>",
        "<p>A layout that nobody knows: decoding will say so.</p>",
    ],
}


def page(html: str, content_type: str = "text/html; charset=utf-8") -> str:
    return recognise(read_payload(200, (("Content-Type", content_type),), html.encode()), RULES)


@pytest.mark.parametrize(("code", "html"), [(code, html) for code, pages in DISGUISES.items() for html in pages])
def test_what_a_page_is_instead_of_a_release(code: str, html: str) -> None:
    assert page(html) == code


@pytest.mark.parametrize("content_type", ["application/pdf", "image/png", "application/octet-stream", ""])
def test_a_release_is_a_page(content_type: str) -> None:
    assert page(f"<article>{BODY}</article>", content_type) == "media_type"


@pytest.mark.parametrize("html", ["\0" * 1000, "<![CDATA[", "<article" * 5_000, "<p>" * 100_000, "</div>" * 100_000])
def test_hostile_mark_up_raises_nothing(html: str) -> None:
    assert page(html) == ""


@pytest.mark.parametrize("tag", ["<div>", "<x-y>", "<b><i>"])
def test_mark_up_that_would_keep_a_parser_busy_for_hours_is_not_parsed(tag: str) -> None:
    assert page(tag * 500_000) == "too_deep"
    assert page(f"{tag * 500}<article>{BODY}</article>") == ""


def test_a_selector_that_is_no_css_finds_nothing() -> None:
    rules = PageRules(title="h1", body="article[")
    assert (
        recognise(read_payload(200, (("Content-Type", "text/html"),), b"<h1>404 Not Found</h1>"), rules) == "soft_404"
    )


@pytest.mark.parametrize("reply", [
    Reply(b"<h1>You are now in line</h1>", etag=True),
    Reply(b"<form><input type=password></form>"),
    Reply(b"<h1>Halaman tidak ditemukan</h1>"),
    Reply(b""),
    Reply(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}),
])  # fmt: skip
def test_a_disguised_page_is_archived_judged_and_no_change_of_the_release(
    visit: Visiting, archive: Archive, site: Site, reply: Reply
) -> None:
    visit()
    site.pages["/r/1"] = reply
    result = visit()
    assert (result.changed, result.quarantined, result.not_modified, result.complete) == (0, 1, 1, False)
    capture = archive.releases()[-1] if archive.releases()[-1].url.endswith("/r/1") else archive.releases()[-2]
    assert archive.read(capture).body == reply.body
    assert list(archive.judgements("ministry")) == [capture.capture_id]
    # Asked again the next day, not with the validators of the page that was no release.
    site.pages["/r/1"] = Reply(FIRST, etag=True)
    site.requests.clear()
    healed = visit()
    assert (healed.changed, healed.new, healed.not_modified, healed.complete) == (0, 0, 2, True)
    assert [headers.get("If-None-Match") for path, headers in site.requests if path == "/r/1"] != [None]


def test_a_judgement_is_read_back_from_the_warc_alone(visit: Visiting, archive: Archive, site: Site) -> None:
    site.pages["/r/1"] = Reply(b"<h1>You are now in line</h1>")
    visit()
    judged = archive.judgements("ministry")
    assert list(judged.values()) == ["waiting_room"]
    for index in archive.root.rglob("*.cdxj"):
        index.unlink()
    assert Archive(archive.root).judgements("ministry") == judged


def test_pages_that_are_suddenly_alike_are_no_changes_the_first_of_them_neither(
    visit: Visiting, archive: Archive, site: Site
) -> None:
    visit()
    alike = b"<h1>Pengumuman</h1><p>Kami pindah. Terima kasih atas kunjungan Anda.</p>"
    site.pages |= {"/r/1": Reply(alike), "/r/2": Reply(alike + b"<!-- another token -->")}
    result = visit()
    assert (result.changed, result.quarantined) == (0, 2)
    assert set(archive.judgements("ministry").values()) == {"identical_pages"}
    site.pages |= {"/r/1": Reply(FIRST), "/r/2": Reply(SECOND)}
    assert (visit().changed, visit().not_modified) == (0, 2)


def test_one_release_at_two_addresses_is_two_copies_and_at_three_a_page_of_the_servers_own(
    visit: Visiting, archive: Archive, site: Site
) -> None:
    site.pages["/r/2"] = Reply(FIRST)
    assert (visit().quarantined, archive.judgements("ministry")) == (0, {})
    listed = b"".join(b"<a class='release' href='/x/%d'>x</a>" % n for n in range(3))
    site.pages["/index?page=1"] = Reply(listed)
    site.pages |= {f"/x/{n}": Reply(SECOND) for n in range(3)}
    result = visit()
    assert (result.new, result.quarantined) == (0, 3)


@pytest.mark.parametrize("target", ["/", "/index?page=1", "/index"])
def test_a_redirect_to_the_front_page_is_a_soft_404(visit: Visiting, archive: Archive, site: Site, target: str) -> None:
    visit()
    site.pages["/"] = site.pages["/index"] = Reply(b"<h1>Beranda</h1><p>Selamat datang</p>")
    site.pages["/r/1"] = Reply(status=302, headers={"Location": target})
    result = visit()
    assert (result.new, result.changed, result.quarantined) == (0, 0, 1)
    assert f"http://{HOST}{target} is no release: soft 404." in result.errors


LONG = "kata buatan yang panjang " * 20


def test_pages_whose_body_is_no_longer_found_come_back_once_the_agency_file_is_mended(
    visit: Visiting, site: Site, tmp_path: Path
) -> None:
    """A site changes its layout: no page has the body any more, which makes none of them a copy of another."""
    listed = "".join(f"<a class='release' href='/r/{n}'>x</a>" for n in range(1, 5))
    site.pages["/index?page=1"] = Reply(listed.encode())
    for n in range(1, 5):
        site.pages[f"/r/{n}"] = Reply(f"<h1>Judul {n}</h1><div class='new'>Tulisan {n}: {LONG}</div>".encode())
    first = visit()
    assert (first.new, first.quarantined) == (4, 0)
    mended = agency(page=PageRules(title="h1", body=".new"), file_sha256="1" * 64)
    assert decode_step(Workspace(tmp_path), Registry([mended])).rows["texts"] == 4


def test_a_text_that_was_judged_at_another_address_may_come_again_later(
    visit: Visiting, site: Site, tmp_path: Path
) -> None:
    """A cache serves release 3 at three addresses: all three are judged. Later each serves its own, release 3 the same bytes."""
    workspace, registry = Workspace(tmp_path), Registry([agency()])
    pages = {f"/r/{n}": Reply(f"<h1>Judul {n}</h1><p>Tulisan {n}: {LONG}</p>".encode()) for n in range(1, 4)}
    listed = "".join(f"<a class='release' href='{path}'>x</a>" for path in pages)
    site.pages |= {"/index?page=1": Reply(listed.encode()), **dict.fromkeys(pages, pages["/r/3"])}
    assert visit().quarantined == 3
    assert decode_step(workspace, registry).rows["texts"] == 0
    site.pages |= pages
    assert visit().quarantined == 0
    assert decode_step(workspace, registry).rows["texts"] == 3
