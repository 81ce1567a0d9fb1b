"""The events of a run: begun, ended, failed, killed; their ids; what is told of errors and checks, and what is not."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.clock import FixedClock
from pipeline.errors import KotaCerdasError, MachineError, PublicationBlocked
from pipeline.lineage import run_events
from pipeline.lineage.facets import Describer, Measured
from pipeline.lineage.graph import Dataset
from pipeline.lineage.run_events import SUFFIX, Engine, RunEvents, close_killed
from pipeline.model import CheckResult
from tests.openlineage_schema import facets, findings, needs_schema

NIGHT = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
TEXTS = Dataset("partitions", "texts")


@pytest.fixture
def events(tmp_path: Path) -> RunEvents:
    return begin(tmp_path)


def begin(folder: Path, run_id: str = "20261122T183000Z", scheduled: datetime | None = None) -> RunEvents:
    return RunEvents(
        folder / "runs",
        run_id,
        Describer("https://data.example/kota/", "1.2.3"),
        FixedClock(NIGHT),
        Engine("kotacerdas", "1.2.3"),
        {"decode": "c0de"},
        {},
        scheduled,
    )


def read(events: RunEvents) -> list[dict[str, Any]]:
    return [json.loads(text) for text in events.path.read_text("utf-8").splitlines()]


def told(events: RunEvents) -> list[tuple[str, str]]:
    return [(event["job"]["name"], event["eventType"]) for event in read(events)]


def facet(event: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for key, each in facets(event) if key == name)


def blocked(message: str = "broken", checks: int = 1) -> CheckResult:
    return CheckResult("every_quote_stands_where_it_says", False, True, "1 of 3 quotes", (message,) * checks)


def test_a_run_and_its_steps_begin_and_end(events: RunEvents) -> None:
    with events.run():
        with events.step("decode") as step:
            step.wrote({TEXTS: Measured("v1", 3, 400, 2)})
        with events.step("extract"):
            pass
    assert told(events) == [
        ("nightly", "START"),
        ("decode", "START"),
        ("decode", "COMPLETE"),
        ("extract", "START"),
        ("extract", "COMPLETE"),
        ("nightly", "COMPLETE"),
    ]
    run, decode, done, extract, *_ = read(events)
    assert facet(decode, "parent")["run"]["runId"] == run["run"]["runId"]
    assert (facet(decode, "parent")["job"]["name"], "parent" in run["run"]["facets"]) == ("nightly", False)
    assert decode["outputs"] == []
    statistics = facet(done, "outputStatistics")
    assert (statistics["rowCount"], statistics["size"], statistics["fileCount"]) == (3, 400, 2)
    assert facet(done, "columnLineage")["fields"]["text"]["inputFields"][1]["field"] == "http_headers"
    read_again = next(each for each in extract["inputs"] if each["name"] == "partitions/texts")
    assert read_again["facets"]["version"]["datasetVersion"] == "v1", "as it was written"
    location = facet(decode, "sourceCodeLocation")
    assert (location["path"], location["version"]) == ("pipeline/decode", "1.2.3+c0de")


@needs_schema
def test_events_are_valid_against_the_published_schemas(tmp_path: Path) -> None:
    events = begin(tmp_path, scheduled=NIGHT - timedelta(minutes=1))
    with events.run() as run:
        for name in ("capture", "decode", "extract", "load", "publish"):
            with events.step(name) as step:
                step.wrote({TEXTS: Measured("v1", 3)})
        with events.step("gate") as step:
            step.checks.append(blocked())
            step.error = run.error = PublicationBlocked("Nothing was published.")
    text = events.path.read_text("utf-8")
    assert findings(text) == []
    names = {name for line in text.splitlines() for name, _ in facets(json.loads(line))}
    assert names >= {
        "columnLineage",
        "dataQualityAssertions",
        "errorMessage",
        "nominalTime",
        "outputStatistics",
        "parent",
    }
    assert names >= {"processing_engine", "schema", "sourceCodeLocation", "version"}


def test_equal_run_ids_give_equal_ids(tmp_path: Path) -> None:
    ids = []
    for folder, name in (("a", "20261122T183000Z"), ("b", "20261122T183000Z"), ("c", "20261123T183000Z")):
        events = begin(tmp_path / folder, name)
        with events.run(), events.step("decode"):
            pass
        ids.append([event["run"]["runId"] for event in read(events)])
    assert ids[0] == ids[1]
    assert not set(ids[0]) & set(ids[2])
    assert len(set(ids[0])) == 2, "the run's, and the step's"


def test_the_id_of_an_orchestrator_is_kept(tmp_path: Path) -> None:
    given = "6f7b1f0e-7c1c-4b0e-9d6c-0e4a7d1b2c3d"
    events = begin(tmp_path, given)
    with events.step("gate", "one"), events.step("gate", "two"):
        pass
    first, second, *_ = read(events)
    assert facet(first, "parent")["run"]["runId"] == given
    assert first["run"]["runId"] != second["run"]["runId"]


def test_a_failed_gate_shows_the_failed_assertion_and_fails_the_run(events: RunEvents) -> None:
    error = PublicationBlocked("Nothing was published, because a check failed.")
    with events.run() as run:
        try:
            with events.step("gate") as step:
                step.checks += [blocked("s-1: the quote is not there."), CheckResult("new_check", True, False, "fine")]
                raise error
        except KotaCerdasError as problem:
            run.error = problem
    assert told(events)[-2:] == [("gate", "FAIL"), ("nightly", "FAIL")]
    *_, gate, run_event = read(events)
    found = {
        (dataset["name"], each["assertion"]): each
        for dataset in gate["inputs"]
        for each in dataset["inputFacets"].get("dataQualityAssertions", {"assertions": []})["assertions"]
    }
    failed = found["partitions/statements", "every_quote_stands_where_it_says"]
    assert (failed["success"], failed["severity"], failed["column"]) == (False, "error", "quote")
    assert failed["actual"] == "s-1: the quote is not there."
    # A check that the declaration does not know yet is not lost.
    assert [each["success"] for (_, name), each in found.items() if name == "new_check"] == [True]
    for event in (gate, run_event):
        assert facet(event, "errorMessage")["message"] == str(error)


def test_a_fault_is_told_without_trace_values_or_environment(
    events: RunEvents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOTACERDAS_CKAN_TOKEN", "hunter2-in-the-environment")
    password = "hunter2-in-a-variable"
    with pytest.raises(ZeroDivisionError), events.run(), events.step("decode"):
        len(password) / 0
    assert told(events)[-2:] == [("decode", "FAIL"), ("nightly", "FAIL")]
    message = facet(read(events)[-1], "errorMessage")
    assert message["message"] == "ZeroDivisionError: division by zero"
    assert "stackTrace" not in message
    assert "hunter2" not in events.path.read_text("utf-8")
    assert str(Path.home()) not in events.path.read_text("utf-8")


def test_a_person_who_interrupts_aborts(events: RunEvents) -> None:
    with pytest.raises(KeyboardInterrupt), events.run(), events.step("capture"):
        raise KeyboardInterrupt
    assert told(events)[-2:] == [("capture", "ABORT"), ("nightly", "ABORT")]


def test_many_findings_do_not_fill_the_disk(events: RunEvents) -> None:
    with events.step("gate") as step:
        step.checks.append(blocked("x" * 5_000, 10_000))
    (assertion,) = facet(read(events)[-1], "dataQualityAssertions")["assertions"]
    assert len(assertion["actual"]) < 10_000
    assert assertion["actual"].endswith("and 9990 more")


def test_hostile_text_stays_on_its_line(events: RunEvents) -> None:
    with events.step("gate") as step:
        step.checks.append(blocked('"}\n{"eventType":"COMPLETE"}\u2028\x00\ud800'))
    assert len(events.path.read_bytes().splitlines()) == 2
    assert "COMPLETE" in facet(read(events)[-1], "dataQualityAssertions")["assertions"][0]["actual"]


def test_a_full_disk_is_named_but_hides_no_other_error(events: RunEvents, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    def fill_and_raise(error: Exception | None) -> None:
        with events.run():
            monkeypatch.setattr(os, "write", full)
            if error:
                raise error

    with pytest.raises(MachineError, match=r"run's events: No space left"):
        fill_and_raise(None)
    monkeypatch.undo()
    with pytest.raises(ValueError, match="the first"):
        fill_and_raise(ValueError("the first"))


def killed(folder: Path, tail: bytes = b"") -> RunEvents:
    events = begin(folder)
    with events.run(), events.step("decode"):
        pass
    lines = events.path.read_bytes().splitlines(keepends=True)
    events.path.write_bytes(b"".join(lines[:2]) + tail)
    return events


@pytest.mark.parametrize("tail", [b"", b'{"eventTy', b"\xff\xfe"], ids=["whole", "cut short", "no text"])
def test_what_a_killed_run_left_open_is_ended_by_the_next(tmp_path: Path, tail: bytes) -> None:
    events = killed(tmp_path, tail)
    later = NIGHT + timedelta(days=1)
    assert close_killed(events.folder, later) == [events.run_id]
    assert told(events) == [("nightly", "START"), ("decode", "START"), ("decode", "ABORT"), ("nightly", "ABORT")]
    assert read(events)[-1]["eventTime"] == later.isoformat()
    assert close_killed(events.folder, later) == [], "once"


def test_runs_that_ended_and_runs_of_an_orchestrator_are_left_alone(tmp_path: Path) -> None:
    events = killed(tmp_path)
    events.path.rename(events.folder / f"6f7b1f0e-7c1c-4b0e-9d6c-0e4a7d1b2c3d{SUFFIX}")
    reported = killed(tmp_path)
    (reported.folder / f"{reported.run_id}.json").write_text("{}")
    before = {path: path.read_bytes() for path in reported.folder.iterdir()}
    assert close_killed(reported.folder, NIGHT) == []
    assert {path: path.read_bytes() for path in reported.folder.iterdir()} == before
    assert close_killed(tmp_path / "nowhere", NIGHT) == []


@pytest.mark.parametrize(
    "text", ["not json\n", "[]\n", '{"eventType": 5}\n', '{"eventType": "START", "run": null}\n', "\n"]
)
def test_a_file_that_says_something_else_stops_no_run(tmp_path: Path, text: str) -> None:
    path = tmp_path / f"20261122T183000Z{SUFFIX}"
    path.write_text(text)
    assert close_killed(tmp_path, NIGHT) == []
    assert path.read_text() == text


def test_lines_are_appended_in_one_write(events: RunEvents, monkeypatch: pytest.MonkeyPatch) -> None:
    writes: list[bytes] = []
    real = os.write
    monkeypatch.setattr(run_events.os, "write", lambda handle, data: (writes.append(data), real(handle, data))[1])
    with events.step("decode"):
        pass
    assert [data.count(b"\n") for data in writes] == [1, 1]
