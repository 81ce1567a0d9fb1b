"""The formula rule: no cell can be calculated, and every text can be had back."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.publish.cells import csv_text, identifier, literal
from pipeline.publish.engine import engine

texts = st.lists(st.text(alphabet=st.sampled_from("'=+-@\t\r\n a1\"é")) | st.text(), min_size=1, max_size=50)


def undone(cell: str) -> str:
    """As the snapshot's README says it."""
    return cell[1:] if re.match(r"'+[=+\-@\t\r]", cell) else cell


@settings(max_examples=50, deadline=None)
@given(texts)
@example(["=1", "'=1", "''=1", "'", "'a", "-", "\n=1", ""])
def test_cells_are_harmless_and_can_be_undone(originals: list[str]) -> None:
    with engine() as connection:
        found = connection.execute(f"SELECT {csv_text('t', 'string')} FROM (SELECT unnest($1) AS t)", [originals])
        cells = [cell for (cell,) in found.fetchall()]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    assert [undone(cell) for cell in cells] == originals


def test_names_and_texts_cannot_end_their_quotation() -> None:
    name, text = 'a" ; b', "'; DROP TABLE x; --"
    with engine() as connection:
        found = connection.execute(f"SELECT {literal(text)} AS {identifier(name)}")
        assert found.description
        assert found.description[0][0] == name
        assert found.fetchall() == [(text,)]
