"""Which figures are picked to be shown."""

from datetime import date

from pipeline.publish.page.shown import latest_figures, longest_series
from tests.unit.publish.conftest import Publish
from tests.unit.publish.warehouses import Row, observation, small, statement


def year(name: str, number: int, **columns: object) -> Row:
    span = {"time_start": date(number, 1, 1), "time_end": date(number, 12, 31)}
    return observation(name, f"s-{name}", "7", **{**span, **columns})


def test_a_series_is_of_whole_years_of_one_kind_done(publish_rows: Publish) -> None:
    rows = small()
    others: list[Row] = [
        year("plan", 2019, status="planned"),
        year("month", 2020, time_end=date(2020, 1, 31)),
        year("running", 2021, time_kind="cumulative"),
        year("doubtful", 2022, obs_status="U"),
        year("elsewhere", 2018, ref_area="11"),
    ]
    same = [year(f"y{number}", number) for number in (2020, 2021, 2022)]
    for row in (*others, *same):
        rows["statements"].append(statement(row["chosen_statement_id"], "r-2", "7"))
    rows["observations"] += [*others, *same]
    folder = publish_rows(rows).folder
    assert [figure.observation_id for figure in longest_series(folder)] == ["y2020", "y2021", "y2022", "o-1"]


def test_two_years_are_no_series(publish_rows: Publish) -> None:
    rows = small()
    rows["statements"].append(statement("s-y2022", "r-2", "7"))
    rows["observations"].append(year("y2022", 2022))
    assert longest_series(publish_rows(rows).folder) == []


def test_a_long_series_is_shown_from_its_end(publish_rows: Publish) -> None:
    rows = small()
    numbers = range(2000, 2020)
    rows["statements"] += [statement(f"s-y{number}", "r-2", "7") for number in numbers]
    rows["observations"] += [year(f"y{number}", number) for number in numbers]
    ends = [figure.time_end.year for figure in longest_series(publish_rows(rows).folder)]
    assert ends == [*range(2009, 2020), 2023]


def test_a_figure_without_a_programme_or_a_listed_area_is_shown_by_what_was_read(publish_rows: Publish) -> None:
    rows = small()
    rows["observations"][0]["ref_area"] = "Kota Antah"
    rows["statements"][0] |= {"ref_area": "Kota Antah", "ref_area_name": "Kota Antah Berantah"}
    (figure,) = latest_figures(publish_rows(rows).folder, 5)
    assert figure.program is None
    assert (figure.area.en, figure.area.id) == ("Kota Antah Berantah", "Kota Antah Berantah")
