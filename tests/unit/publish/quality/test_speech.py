"""Quality as people read it."""

from pipeline.publish.page.words import page_words
from pipeline.publish.quality import FIGURES
from pipeline.publish.quality.speech import number_bars, quality_rows, share

FIGURES_SAID = {
    **{figure.key: {"count": 1234, "share": 0.5795}.get(figure.kind, {}) for figure in FIGURES},
    "numbers.stated": 10,
    "numbers.repeated": 0,
    "numbers.refused_by_reason": {"date": 40, "law": 5, "ordinal": 40},
    "observations.by_agreement": {"single": 7, "agree": 0, "conflict": 2},
}


def test_figures_are_said_in_each_language() -> None:
    english = {row.key: row.value for row in quality_rows(FIGURES_SAID, "en")}
    indonesian = {row.key: row.value for row in quality_rows(FIGURES_SAID, "id")}
    assert (english["releases.total"], indonesian["releases.total"]) == ("1,234", "1.234")
    assert (english["releases.dated_share"], indonesian["releases.dated_share"]) == ("57.95%", "57,95%")
    assert english["observations.by_agreement"] == "one statement says it: 7; statements differ in the value: 2"
    assert (english["corrections.by_action"], indonesian["corrections.by_action"]) == ("none", "tidak ada")
    assert "agencies" not in english


def test_bars_are_in_proportion_and_the_most_frequent_reason_comes_first() -> None:
    bars = number_bars(FIGURES_SAID, "en")
    assert [(bar.label, bar.code, bar.number, bar.width) for bar in bars] == [
        ("says a figure", "", "10", "25.0"),
        ("says it again", "", "0", "0.0"),
        ("", "date", "40", "100.0"),
        ("", "ordinal", "40", "100.0"),
        ("", "law", "5", "12.5"),
    ]


def test_no_number_at_all_has_bars_of_no_length() -> None:
    nothing = {**FIGURES_SAID, "numbers.stated": 0, "numbers.refused_by_reason": {}}
    assert [bar.width for bar in number_bars(nothing, "id")] == ["0.0", "0.0"]


def test_a_share_is_not_rounded_to_a_whole() -> None:
    assert share(0.9999, page_words("en")) == "99.99%"
    assert share(1.0, page_words("en")) == "100%"
