"""Lists set out in lines."""

from pipeline.extract.lists import Lists


def test_a_line_with_a_colon_heads_the_items_below_it() -> None:
    words = [
        "peserta",
        ":",
        "\n",
        "1",
        ".",
        "kota",
        "\n",
        "\n",
        "-",
        "desa",
        "\n",
        "baris",
        *["lain"] * 20,
        "\n",
        "kota",
    ]
    lists = Lists(words)
    assert [lists.head_of(index) for index in (0, 3, 8, 12, 33)] == [(0, 0), (0, 2), (0, 2), (0, 0), (0, 0)]


def test_a_text_without_lines_has_no_heads() -> None:
    assert Lists([]).head_of(0) == (0, 0)
