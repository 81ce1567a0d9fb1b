"""lineage.toml: every column has an origin, every input exists, and what is said fits the code."""

from pathlib import Path

import pytest

import pipeline
from pipeline.agencies import load_registry
from pipeline.extract.codebook import FILES
from pipeline.gate.corrections.rules import SETTABLE, Correction
from pipeline.model import Capture
from pipeline.publish.changes import COMPARED, row_key
from pipeline.schema import STATEMENTS, TABLES, Table, table
from pipeline.schema.lineage import (
    Input,
    checked,
    corrected,
    kept,
    kinds,
    listed_tables,
    origins,
    sources,
    steps,
)

ROOT = Path(pipeline.__file__).parent.parent
by_name = pytest.mark.parametrize("described", TABLES, ids=lambda each: each.name)


def exists(read: Input) -> bool:
    if read.dataset in sources():
        return read.field in sources()[read.dataset].fields
    return read.field in [column.name for column in table(read.dataset).columns]


@by_name
def test_every_column_has_an_origin_and_no_other_has(described: Table) -> None:
    assert set(origins(described.name)) == {column.name for column in described.columns}


def test_no_other_table_is_listed() -> None:
    assert listed_tables() == {each.name for each in TABLES}


@by_name
def test_every_input_exists(described: Table) -> None:
    keeps = kept(described.name)
    inputs = [read for origin in origins(described.name).values() for read in (*origin.inputs, *origin.by)]
    assert not [read for read in (*inputs, *(keeps.by if keeps else ())) if not exists(read)]


@by_name
def test_only_a_constant_is_made_of_nothing(described: Table) -> None:
    of_nothing = {name for name, origin in origins(described.name).items() if not origin.inputs}
    assert of_nothing == {name for name, origin in origins(described.name).items() if origin.kind.name == "constant"}


@by_name
def test_a_column_is_made_after_what_it_is_made_of(described: Table) -> None:
    order = list(steps())
    for name, origin in origins(described.name).items():
        for read in (*origin.inputs, *origin.by):
            if read.dataset not in sources():
                before = origins(read.dataset)[read.field]
                assert order.index(before.step) <= order.index(origin.step), f"{name} of {read}"
                assert (read.dataset, before.step) != (described.name, origin.step), f"{name} of its own table's {read}"


def test_sources_are_what_the_code_reads() -> None:
    codebook = sources()["codebook"]
    assert sorted(codebook.fields.values()) == sorted(f"pipeline/extract/codebook/{name}" for name in FILES)
    assert all(
        (ROOT / file).is_file() for name in ("codebook", "series_rules") for file in sources()[name].fields.values()
    )
    assert set(sources()["correction_files"].fields) == set(Correction.__dataclass_fields__)
    agency = next(iter(load_registry().values()))
    assert all(hasattr(agency, field) for field in sources()["agency_files"].fields)
    assert {column for source in sources().values() for column in source.columns.values()} <= set(Capture.__slots__)


def test_steps_lie_where_they_are_said_to() -> None:
    assert all((ROOT / step.code).is_dir() for step in steps().values())
    named = {name for step in steps().values() for name in (*step.reads, *step.writes)}
    assert named <= {*sources(), *(each.name for each in TABLES)}


def test_what_people_can_correct_is_what_corrections_set() -> None:
    # An area's name and kind, and the status of the observation, follow from what is set.
    assert set(corrected(STATEMENTS.name, "load")) == {*SETTABLE, "area_kind", "ref_area_name", "obs_status"}
    assert not corrected(STATEMENTS.name, "extract")


def test_changes_are_made_of_every_table_that_is_compared() -> None:
    made = origins("changes")
    assert {read.dataset for read in made["new"].inputs} == {each.name for each in COMPARED}
    keys = {Input(each.name, name) for each in COMPARED for name in row_key(each)}
    assert set(made["row_id"].inputs) == keys | {Input("previous_snapshot", "rows")}


def test_checks_are_about_things_that_exist() -> None:
    assert not [read for read in checked().values() if read.field != "*" and not exists(read)]


def test_every_kind_says_what_openlineage_asks_for() -> None:
    assert {kind.type for kind in kinds().values()} == {"DIRECT", "INDIRECT"}
    assert all(kind.subtype and kind.en.endswith(".") for kind in kinds().values())


def test_a_column_with_two_origins_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    group = {"columns": ["text"], "step": "decode", "kind": "constant", "from": []}
    document = {"made": {"texts": [group, group]}, "kinds": {"constant": {"type": "DIRECT", "subtype": "x", "en": "."}}}
    monkeypatch.setattr("pipeline.schema.lineage._document", lambda: document)
    monkeypatch.setattr("pipeline.schema.lineage.kinds", kinds.__wrapped__)
    with pytest.raises(ValueError, match=r"texts\.text has two entries"):
        origins.__wrapped__("texts")
