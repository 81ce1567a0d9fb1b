"""The table series_checks, from statements to rows: 25 + 50 + 25 + 48 - 7 = 141."""

import json
from datetime import date

from pipeline.load import read_series_checks
from pipeline.model import Figure, Span
from tests.unit.load.bench import Bench, figure, text_of

PROGRAM = {"program_id": "gerakan_smart_city"}
SENTENCES = (
    "Tahun 2017 ada 25 kota didampingi.",
    "Tahun 2018 ada 50 kota didampingi.",
    "Tahun 2019 ada 25 kota didampingi.",
    "Tahun 2021 ada 48 kota didampingi.",
    "Sejak 2017 ada 141 kota didampingi.",
    "Dari 48 itu, 7 kota peserta ulangan.",
    "Tahun 2018 direncanakan 75 kota.",
)
TEXT = "\n".join(SENTENCES)


def _figures() -> list[Figure]:
    def one(sentence: str, words: str, value: int, start: int, end: int, **changes: object) -> Figure:
        at = TEXT.index(sentence)
        return figure(
            TEXT, words, value, time_start=date(start, 1, 1), time_end=date(end, 12, 31),
            value_span=Span(at + sentence.index(words), at + sentence.index(words) + len(words)), quote_span=Span(at, at + len(sentence)),
            **PROGRAM, **changes,
        )  # fmt: skip

    return [
        one(SENTENCES[0], "25 kota", 25, 2017, 2017),
        one(SENTENCES[1], "50 kota", 50, 2018, 2018),
        one(SENTENCES[2], "25 kota", 25, 2019, 2019),
        one(SENTENCES[3], "48 kota", 48, 2021, 2021),
        one(SENTENCES[4], "141 kota", 141, 2017, 2021, time_kind="cumulative"),
        one(SENTENCES[5], "7 kota", 7, 2021, 2021, indicator_id=None),
        one(SENTENCES[6], "75 kota", 75, 2018, 2018, status="planned"),
    ]


def test_the_table_explains_and_changes_nothing(bench: Bench) -> None:
    bench.load((text_of("c-0", TEXT), _figures()))
    rows = {row["kind"]: row for row in read_series_checks(bench.path)}
    added = rows["annual_sum_vs_cumulative"]
    assert (added["expected"], added["found"], added["difference"], added["verdict"]) == (148, 141, -7, "explained")
    (explaining,) = json.loads(added["statement_ids"])
    assert bench.rows(f"SELECT value FROM statements WHERE statement_id = '{explaining}'") == [(7,)]
    entering = json.loads(added["observation_ids"])
    assert bench.rows(f"SELECT sum(value) FROM observations WHERE list_contains({entering}, observation_id)") == [
        (148 + 141,)
    ]
    assert bench.rows(f"SELECT value FROM observations WHERE observation_id = '{added['observation_id']}'") == [(141,)]
    plan = rows["plan_vs_outcome"]
    assert (plan["expected"], plan["found"], plan["verdict"]) == (75, 50, "differs")
    assert plan["first_seen"] == plan["last_seen"]
    assert bench.rows("SELECT sum(value) FROM observations") == [(25 + 50 + 25 + 48 + 141 + 75,)]


def test_no_figures_no_checks(bench: Bench) -> None:
    bench.load()
    assert read_series_checks(bench.path) == []
