"""The page at the stable address: it names the newest version and all, and is replaced with the pointers."""

import json
from datetime import timedelta
from pathlib import Path

from pipeline.publish import Publication
from pipeline.publish.page.landing import FILE_NAME, PAGE_NAMES
from pipeline.publish.wording import LICENCE_URL, NAME, SYNTHETIC
from tests.unit.publish.conftest import Publish
from tests.unit.publish.html import findings, parse, said
from tests.unit.publish.warehouses import SEEN, small


def test_it_leads_to_every_version_in_both_languages(first: Publication, publish_rows: Publish, public: Path) -> None:
    rows = small()
    rows["observations"][0]["status"] = "unknown"
    publish_rows(rows, as_of=SEEN + timedelta(hours=1))
    tree = parse((public / FILE_NAME).read_text("utf-8"))
    assert findings(tree) == []
    hrefs = [link.get("href", "") for link in tree.iter("a")]
    newest, first = "snapshots/2026-11-24.2", "snapshots/2026-11-24.1"
    assert [href for href in hrefs if href.startswith("snapshots/")] == [
        *(f"{newest}/{name}" for name in PAGE_NAMES.values()), f"{newest}/index.html", f"{first}/index.html",
    ]  # fmt: skip
    assert all((public / href).is_file() for href in hrefs if not href.startswith(("#", "http")))
    assert SYNTHETIC.en in said(tree, "body/main")
    assert SYNTHETIC.id in said(tree, "body/main")


def test_it_is_the_dataset_s_own_address(first: Publication, public: Path) -> None:
    tree = parse((public / FILE_NAME).read_text("utf-8"))
    described = json.loads(tree.findtext(".//script") or "")
    assert described["@type"] == "DataCatalog"
    dataset = described["dataset"]
    assert dataset["@id"] == "http://127.0.0.1:8000/#kota-cerdas"
    assert tree.find(f".//*[@id='{NAME}']") is not None, "the dataset's URI leads to a place on the page"
    assert (dataset["version"], dataset["license"]) == ("2026-11-24.1", LICENCE_URL)


def test_a_lost_page_is_written_again(first: Publication, publish_rows: Publish, public: Path) -> None:
    before = (public / FILE_NAME).read_bytes()
    (public / FILE_NAME).unlink()
    assert not publish_rows(small()).is_new
    assert (public / FILE_NAME).read_bytes() == before
