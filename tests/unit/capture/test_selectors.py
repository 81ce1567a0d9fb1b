"""CSS that no page can be read with is found in the agency file, before a site is asked or a page is blamed."""

from pathlib import Path

import pytest

from pipeline.agencies import Agency, IndexRules, PageRules, load_registry
from pipeline.capture import Archive, Progress
from pipeline.capture.selectors import refuse_wrong_selectors, selector_problems
from pipeline.clock import FixedClock
from pipeline.errors import UsageError
from pipeline.steps import capture_step
from pipeline.workspace import Workspace
from tests.unit.capture.conftest import agency
from tests.unit.capture.fault_server import HOST


def _with(key: str, selector: str) -> Agency:
    """An agency whose selectors are sound, but for `key`."""
    tables = {"index": {"item": "article", "link": "a"}, "page": {"title": "h1", "body": "p"}}
    table, _, name = key.partition(".")
    tables[table][name] = selector
    return agency(index=IndexRules(url=f"http://{HOST}/", **tables["index"]), page=PageRules(**tables["page"]))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "selector"),
    [
        ("index.item", "a[["),
        ("index.link", "a[href$=.pdf]"),
        ("index.next", "a:::b"),
        ("page.body", "div["),
        ("page.body", "div >"),
        ("page.title", "h1:not(.a"),
        ("page.attachments", "a[href$='.pdf'"),
    ],
)
def test_css_that_cannot_be_read_is_a_problem_of_its_key(key: str, selector: str) -> None:
    (problem,) = selector_problems(_with(key, selector))
    assert (problem.where, problem.what) == (key, f"It is no CSS: '{selector}'.")
    assert problem.remedy


@pytest.mark.parametrize("selector", ["div:is(.a, .b)", "h1, meta[content='a,b']"])
def test_alternatives_are_written_apart_where_their_order_counts(selector: str) -> None:
    (problem,) = selector_problems(_with("page.body", selector))
    assert (problem.where, problem.remedy) == ("page.body", "Write the alternatives apart, such as 'div.a, div.b'.")
    assert list(selector_problems(_with("index.link", "a:is(.a, .b)"))) == []


def test_sound_css_and_the_paths_of_json_are_no_problem() -> None:
    assert list(selector_problems(_with("page.body", "meta[property='og:x'], div:nth-child(2), body"))) == []
    assert list(selector_problems(_with("page.attachments", "a[title*='('], a[href$=\"]\"]"))) == []
    assert list(selector_problems(agency(page=PageRules(kind="json", title="a.b", body="c..d")))) == []
    refuse_wrong_selectors(load_registry().values())


def test_a_run_refuses_wrong_css_before_a_site_is_asked(tmp_path: Path, clock: FixedClock) -> None:
    asked: list[Progress] = []
    workspace = Workspace(tmp_path)
    with pytest.raises(UsageError, match=r"ministry\.toml: page\.body: It is no CSS: 'div\['"):
        capture_step(workspace, [agency(), _with("page.body", "div[")], "run1", clock, asked.append)
    assert (asked, Archive(workspace.archive).captures()) == ([], [])
