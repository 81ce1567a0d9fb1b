import json
from typing import Any

from pipeline.gate import every_number_accounted_for

TEXT = {"capture_id": "c-1", "url": "u", "text": "Ada 50 kota dan 2 provinsi, lalu 50 kota lagi."}


def _statement(start: int, end: int, repeats: list[list[int]] | None = None) -> dict[str, Any]:
    return {"capture_id": "c-1", "value_start": start, "value_end": end, "repeats": json.dumps(repeats or [])}


def _refusal(start: int, end: int) -> dict[str, Any]:
    return {"capture_id": "c-1", "mention_start": start, "mention_end": end}


def test_statement_repeat_and_refusal_account_for_all() -> None:
    assert every_number_accounted_for([TEXT], [_statement(4, 11, [[33, 40]])], [_refusal(16, 17)]).passed


def test_a_number_in_neither_is_named() -> None:
    result = every_number_accounted_for([TEXT], [_statement(4, 11)], [_refusal(16, 17)])
    assert not result.passed
    assert result.blocking
    assert result.findings == ("'50' at 33 of u (capture c-1) is neither stated nor refused.",)


def test_a_number_in_both_is_named() -> None:
    result = every_number_accounted_for([TEXT], [_statement(4, 11, [[33, 40]]), _statement(16, 26)], [_refusal(16, 17)])
    assert [finding for finding in result.findings if "twice" in finding]


def test_rows_of_another_text_do_not_help() -> None:
    assert not every_number_accounted_for([TEXT], [{**_statement(0, 46), "capture_id": "c-2"}], []).passed


def test_a_distributive_states_one_numeral_for_each_receiver() -> None:
    rows = [_statement(4, 11, [[33, 40]]), _statement(4, 11), _statement(16, 26)]
    assert every_number_accounted_for([TEXT], rows, []).passed
