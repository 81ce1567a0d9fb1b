import pytest

from pipeline.agencies import PageRules
from pipeline.decode.html import read_page

RULES = PageRules(title="h1.title", body="div.isi", date="div.date")


def _body(html: str) -> str | None:
    return read_page(f"<h1 class=title>Judul</h1><div class=isi>{html}</div>".encode(), "utf-8", RULES).body


def test_blocks_and_line_breaks_become_lines_and_white_space_one_space() -> None:
    assert _body("<p>Satu  dua\n tiga</p><p>empat<br>lima</p>") == "Satu dua tiga\nempat\nlima"


def test_inline_marks_add_no_space() -> None:
    assert _body("<p>sebanyak <b>50</b><i>kota</i></p>") == "sebanyak 50kota"


def test_no_break_spaces_are_the_source_s_own() -> None:
    assert _body("<p>No.&nbsp;43</p>") == "No.\u00a043"


def test_unclosed_paragraphs_are_told_once() -> None:
    assert _body("<p>satu<p>dua<p>tiga") == "satu\ndua\ntiga"


def test_scripts_styles_and_comments_are_left_out() -> None:
    assert _body("<script>var a = 1</script><!-- 2 --><style>p{}</style><p>isi</p>") == "isi"


def test_what_selectors_do_not_match_is_none() -> None:
    page = read_page(b"<p>kosong</p>", None, RULES)
    assert (page.title, page.date_text, page.body) == (None, None, None)


def test_an_earlier_alternative_of_a_selector_is_preferred_wherever_it_stands() -> None:
    rules = PageRules(title="h1", body="article, main")
    page = read_page(b"<main>luar<article>dalam</article></main><h1>J</h1>", None, rules)
    assert page.body == "dalam"


def test_hostile_nesting_does_not_exhaust_the_stack() -> None:
    assert "isi" in (_body("<div>" * 5_000 + "isi") or "")


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        ("<h1 class=title>Jäjak</h1>".encode("latin-1"), "iso-8859-1"),
        ("<meta charset=windows-1252><h1 class=title>Jäjak</h1>".encode("cp1252"), None),
        ("<h1 class=title>Jäjak</h1>".encode(), "klingon"),
        ("<h1 class=title>Jäjak</h1>".encode("utf-8-sig"), "iso-8859-1"),
        ("<h1 class=title>Jäjak</h1>".encode(), None),
    ],
)
def test_the_charset_is_the_mark_s_the_header_s_the_page_s_or_utf_8(data: bytes, charset: str | None) -> None:
    assert read_page(data, charset, RULES).title == "Jäjak"


def test_bytes_that_fit_no_charset_are_marked_not_fatal() -> None:
    assert read_page(b"<h1 class=title>J\xff\xfeudul</h1>", "utf-8", RULES).title == "J\ufffd\ufffdudul"
