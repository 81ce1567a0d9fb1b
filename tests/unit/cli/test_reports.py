import io

from rich.console import Console

from pipeline.agencies import load_registry
from pipeline.cli.extraction import read, write_table
from pipeline.cli.reports import plain, visible


def test_a_page_cannot_steer_the_terminal() -> None:
    hostile = "awal\x1b[2J\x07\x9b31m[bold]akhir\r\n\tbaris"
    assert visible(hostile) == "awal\ufffd[2J\ufffd\ufffd31m[bold]akhir\ufffd\n\tbaris"
    assert len(visible(hostile)) == len(hostile)
    out = io.StringIO()
    Console(file=out, width=100).print(plain(hostile))
    assert "\x1b" not in out.getvalue()
    assert "[bold]" in out.getvalue()


def test_neither_can_a_file_s_title(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.jsonl").write_text(
        '{"title": "5 kota\\u001b]0;x\\u0007", "text": "Ada 7 desa\\u001b[31m baru."}', "utf-8"
    )
    out = io.StringIO()
    write_table(read(str(tmp_path / "a.jsonl"), None, load_registry()), out)
    assert "\x1b" not in out.getvalue()
    assert "5 kota" in out.getvalue()
