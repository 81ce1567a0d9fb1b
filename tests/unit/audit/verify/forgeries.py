"""Forgeries of a published snapshot, each by the check of a verification that finds it, and which of them one snapshot can hold at once."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from pipeline.agencies import load_registry
from pipeline.audit.verify import Verification, Verifier
from pipeline.identity import observation_id, statement_id
from tests.unit.audit.nights import PROGRESS, SITE, WITHDRAWN, Nights
from tests.unit.audit.verify import forger
from tests.unit.audit.verify.forger import Row

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
DIMENSIONS = ("indicator_id", "program_id", "ref_area", "time_start", "time_end", "time_kind", "status", "unit")


@dataclass(frozen=True)
class Copies:
    """A copy of all snapshots and of the archive, to be forged."""

    nights: Nights
    public: Path
    archive: Path

    @property
    def folder(self) -> Path:
        return self.public / "snapshots" / self.nights.newest.name

    def statement(self, words: str = PROGRESS) -> Row:
        return self.nights.statement(words)

    def capture(self, url: str = f"{SITE}/1") -> Row:
        return next(row for row in self.nights.rows("captures", url=url) if row["fetched_at"].day == 2)

    def set(self, table: str, row: Row, **cells: object) -> None:
        forger.set_cell(self.folder, table, str(next(iter(row.values()))), **cells)

    def drop(self, table: str, **cells: object) -> None:
        gone = cells.items()
        forger.change(self.folder, table, lambda rows: [row for row in rows if not gone <= row.items()])

    @property
    def names(self) -> dict[str, str]:
        """Ids of rows, by the names that FORGERIES speaks of them by."""
        return {
            "progress": self.statement()["statement_id"],
            "withdrawn": self.statement(WITHDRAWN)["statement_id"],
            "dropped": next(each.statement_id for each in self.nights.corrections if each.action == "drop"),
            "gone": self.nights.rows("captures", http_status=404)[0]["capture_id"],
        }

    def verify(self) -> Verification:
        return Verifier(self.folder, self.archive, load_registry(), self.nights.corrections).verify()


def _digit_of_a_value(c: Copies) -> None:
    c.set("statements", c.statement(), value=Decimal(51))
    forger.resolve(c.folder)


def _digit_of_the_text(c: Copies) -> None:
    said = c.statement()
    changed = {name: said[name].replace("50 kota", "51 kota") for name in ("quote", "value_text")}
    name = statement_id(said["release_id"], said["rule_id"].split("/")[0], "51 kota", 0)
    c.set("statements", said, value=Decimal(51), **changed)
    forger.rename(c.folder, said["statement_id"], name)
    forger.resolve(c.folder)


def _digit_of_an_observation(c: Copies) -> None:
    c.set("observations", {"observation_id": c.statement()["observation_id"]}, value=Decimal(51))


def _offset(c: Copies) -> None:
    said = c.statement()
    moved = {name: said[name] + 1 for name in ("value_start", "value_end", "quote_start", "quote_end")}
    c.set("statements", said, **moved)


def _statement_removed(c: Copies) -> None:
    said = c.statement(WITHDRAWN)
    c.drop("statements", statement_id=said["statement_id"])


def _current_statement_removed(c: Copies) -> None:
    said = c.statement()
    c.drop("statements", statement_id=said["statement_id"])
    (release,) = c.nights.rows("press_releases", release_id=said["release_id"])
    c.set("press_releases", release, statement_count=release["statement_count"] - 1)
    forger.resolve(c.folder)


def _statement_doubled(c: Copies) -> None:
    said = c.statement()
    again = statement_id(said["release_id"], said["rule_id"].split("/")[0], said["value_text"], 1)
    forger.change(c.folder, "statements", lambda rows: [*rows, {**said, "statement_id": again}])
    (release,) = c.nights.rows("press_releases", release_id=said["release_id"])
    c.set("press_releases", release, statement_count=release["statement_count"] + 1)
    forger.resolve(c.folder)


def _refusal_removed(c: Copies) -> None:
    refused = c.nights.rows("refusals", mention_text="2022")[0]
    (release,) = c.nights.rows("press_releases", release_id=refused["release_id"])
    c.drop("refusals", release_id=refused["release_id"], mention_start=refused["mention_start"])
    c.set("press_releases", release, refusal_count=release["refusal_count"] - 1)


def _release_removed(c: Copies) -> None:
    """With all that it says; its capture stays."""
    said = c.statement("sekitar 60 kota")
    for table in ("statements", "refusals", "press_releases"):
        c.drop(table, release_id=said["release_id"])
    forger.resolve(c.folder)


def _capture_removed(c: Copies) -> None:
    c.drop("captures", capture_id=c.nights.rows("captures", http_status=404)[0]["capture_id"])


def _page_that_waits_removed(c: Copies) -> None:
    c.drop("quarantine", url=f"{SITE}/4")


def _change_removed(c: Copies) -> None:
    c.drop("changes", table_name="statements", change="removed")


def _correction_removed(c: Copies) -> None:
    c.drop("corrections", correction_id="2026-01-05-drop")
    forger.change(c.folder, "refusals", lambda rows: [{**row, "correction_id": None} for row in rows])


def _id(table: str, column: str) -> Callable[[Copies], None]:
    def how(c: Copies) -> None:
        row = c.statement()
        name = row[column] if column in row else c.nights.rows(table)[0][column]
        forger.rename(c.folder, name, name[:-1] + ("a" if name[-1] != "a" else "b"))

    how.__name__ = f"_{column}"
    return how


def _published_on(c: Copies) -> None:
    (release,) = c.nights.rows("press_releases", release_id=c.statement()["release_id"])
    c.set("press_releases", release, published_on=release["published_on"] - DAY)


def _time_end(c: Copies) -> None:
    """With the id of the observation that this gives."""
    said = c.statement("sekitar 60 kota")
    moved = {**said, "time_end": date(2022, 12, 30)}
    moved["observation_id"] = observation_id(*(str(moved[name] or "") for name in DIMENSIONS))
    c.set("statements", said, time_end=moved["time_end"], observation_id=moved["observation_id"])
    forger.resolve(c.folder)


def _fetched_at(c: Copies) -> None:
    visit = c.capture()
    c.set("captures", visit, fetched_at=visit["fetched_at"] - SECOND)


def _first_seen(c: Copies) -> None:
    said = c.statement(WITHDRAWN)
    c.set("statements", said, first_seen=said["first_seen"] - DAY)


def _source_state(c: Copies) -> None:
    (release,) = c.nights.rows("press_releases", source_state="gone")
    c.set("press_releases", release, source_state="available")


def _indicator(c: Copies) -> None:
    """Of a statement that is not current: no observation would be another."""
    c.set("statements", c.statement(WITHDRAWN), indicator_id=None)


def _what_was_corrected(c: Copies) -> None:
    c.set("corrections", {"correction_id": "2026-01-05-override"}, was='{"status":"planned"}')


def _who_corrected(c: Copies) -> None:
    c.set("corrections", {"correction_id": "2026-01-05-override"}, corrected_by="Sari")


def _a_correction_that_nobody_made(c: Copies) -> None:
    """It excuses itself, and nothing else of its release."""
    said = c.statement()
    row = {**c.nights.rows("corrections", action="override")[0], "correction_id": "2026-01-05-palsu"}
    row |= {"statement_id": said["statement_id"], "release_id": said["release_id"]}
    forger.change(c.folder, "corrections", lambda rows: [*rows, row])
    c.set("statements", said, correction_id="2026-01-05-palsu")
    _indicator(c)


def _an_agency_removed(c: Copies) -> None:
    """With all that is of it, but for its captures in the archive."""
    for table in (
        "statements",
        "refusals",
        "press_releases",
        "captures",
        "quarantine",
        "corrections",
        "observations",
        "changes",
        "agencies",
    ):
        forger.change(c.folder, table, lambda rows: [])


def _definition(c: Copies) -> None:
    row = c.nights.rows("indicators")[0]
    c.set("indicators", row, label_en=row["label_en"] + "s")


def _says(**said: object) -> Callable[[Copies], None]:
    """Of the snapshot itself."""

    def forge(c: Copies) -> None:
        path = c.folder / "datapackage.json"
        path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | said), "utf-8")

    forge.__name__ = "_says_" + "_".join(said)
    return forge


def _its_past_denied(c: Copies) -> None:
    """Nothing came before it, so nothing changed."""
    forger.change(c.folder, "changes", lambda rows: [])
    _says(previous_version=None)(c)


def a_visit_of_the_snapshot_before_denied(c: Copies) -> None:
    """With its WARC file and index, so that the archive does not tell of it either."""
    first = min(forger.rows_of(c.folder, "captures"), key=lambda row: row["fetched_at"])
    forger.change(c.folder, "captures", lambda rows: [row for row in rows if row["warc_file"] != first["warc_file"]])
    for name in (first["warc_file"], f"{first['warc_file']}.cdxj"):
        (c.archive / name).unlink()


@dataclass(frozen=True)
class Found:
    """By which check a forgery is found, and what a sentence of that check must say of it, and of no other."""

    check: str
    saying: str


FORGERIES: dict[Callable[[Copies], None], Found] = {
    _digit_of_a_value: Found("statements", "{progress}: value, computed again from the number: published '51'"),
    _digit_of_the_text: Found("statements", ": published '51 kota', found '50 kota'"),
    _digit_of_an_observation: Found("observations", ": value: published 51.000000000, made again 50.000000000"),
    _offset: Found("statements", "published '50 kota', found '0 kota '"),
    _statement_removed: Found("tables", "statements {withdrawn} is made, and was not published."),
    _current_statement_removed: Found("accounting", "numbers of the text: '50' at 75 "),
    _statement_doubled: Found("tables", "statement_count: published '3', made again '2'"),
    _refusal_removed: Found("accounting", "numbers of the text: '2022' at 42 "),
    _release_removed: Found("nothing_dropped", f"{SITE}/2 answered with a page"),
    _capture_removed: Found("nothing_dropped", "capture {gone} of "),
    _page_that_waits_removed: Found("nothing_dropped", f"{SITE}/4 answered with a page"),
    _change_removed: Found("changes", "statements/{dropped}/removed/* is missing"),
    _correction_removed: Found("tables", "statements {dropped} is made, and was not published."),
    _id("statements", "statement_id"): Found("statements", "statement's id, made again"),
    _id("statements", "observation_id"): Found("statements", "observation's id, made again"),
    _id("press_releases", "release_id"): Found("press_releases", "release's id, made again"),
    _id("captures", "capture_id"): Found("captures", "The archive holds no capture"),
    _published_on: Found("press_releases", "published_on: published '2023-01-31', found '2023-02-01'"),
    _time_end: Found("tables", "time_end: published '2022-12-30', made again '2022-12-31'"),
    _fetched_at: Found("captures", "published 'https://www.kominfo.go.id/1 at 2026-01-01T23:59:59Z"),
    _first_seen: Found("tables", "{withdrawn}: first_seen: published '2025-12-31"),
    _source_state: Found("tables", "source_state: published 'available', made again 'gone'"),
    _indicator: Found("tables", "{withdrawn}: indicator_id: published None"),
    _what_was_corrected: Found("tables", "Corrections do not fit what was read"),
    _who_corrected: Found("corrections", "2026-01-05-override: who: "),
    _a_correction_that_nobody_made: Found("tables", "{withdrawn}: indicator_id: published None"),
    _an_agency_removed: Found("nothing_dropped", "and not in the snapshot."),
    _definition: Found("tables", "indicators average_internet_speed: label_en: published "),
    _says(synthetic=True): Found("edition", "It says that it is synthetic"),
    _says(created="2026-01-05T00:00:00Z"): Found(
        "edition", "It says that its newest capture is of 2026-01-05T00:00:00Z"
    ),
    _its_past_denied: Found("edition", "It says that nothing came before it"),
    a_visit_of_the_snapshot_before_denied: Found("edition", "is no longer in it."),
}
_NAMED = {forge.__name__: forge for forge in FORGERIES}
_TOGETHER = (
    "_digit_of_a_value _refusal_removed _page_that_waits_removed _first_seen _who_corrected _definition _change_removed _says_created",
    "_indicator _source_state _fetched_at _published_on _says_synthetic _digit_of_the_text",
    "_offset _release_removed _its_past_denied _what_was_corrected",
    "_time_end _statement_removed _correction_removed",
    "_current_statement_removed _capture_removed",
    "_statement_doubled _a_correction_that_nobody_made _digit_of_an_observation",
)
"""In one snapshot, since each alters what none of the others does or is found by: a verification takes two seconds."""
AT_ONCE = [tuple(_NAMED[name] for name in names.split()) for names in _TOGETHER]
AT_ONCE += [(forge,) for forge in FORGERIES if not any(forge in together for together in AT_ONCE)]
