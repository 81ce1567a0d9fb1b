"""A warehouse of generated rows, of any size and of realistic widths, for measuring publication. Our own words; no fact among them."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from pipeline.publish.cells import identifier, literal
from pipeline.schema import (
    AGENCIES,
    AREAS,
    CAPTURES,
    CHANGES,
    INDICATORS,
    OBSERVATIONS,
    PRESS_RELEASES,
    PROGRAMS,
    PUBLISHED,
    REFUSALS,
    SERIES_CHECKS,
    STATEMENTS,
    UNITS,
    Column,
    Table,
)

A_STATEMENTS_SHARE: Mapping[Table, float] = {
    STATEMENTS: 1,
    REFUSALS: 2.5,
    OBSERVATIONS: 0.36,
    SERIES_CHECKS: 0.1,
    PRESS_RELEASES: 0.25,
    CAPTURES: 0.3,
}
"""Rows for each statement, as on the sample ministry's site; a table that is not named has none."""

CODES: Mapping[Table, int] = {AREAS: 628, INDICATORS: 45, PROGRAMS: 15, UNITS: 70, AGENCIES: 9}

_WORDS = (
    "kementerian pemerintah daerah kota kabupaten pendampingan layanan digital masyarakat program pembangunan jaringan desa "
    "internet pelatihan peserta sepanjang tahun telah akan mendukung percepatan transformasi ekonomi aplikasi sistem data "
    "nasional menara pemancar literasi keamanan ruang usaha mikro kecil menengah pelaku sekolah puskesmas kantor titik lokasi "
    "wilayah terluar provinsi kepala dinas menteri menyampaikan mengatakan menjelaskan bersama kerja sama kegiatan hasil "
    "rencana induk penyusunan evaluasi penilaian terbaik tersebut yang dan di ke dari untuk dengan pada oleh sebagai dalam"
).split()


def _id(prefix: str, number: str) -> str:
    """An id as short and as scattered as ours are."""
    return f"'{prefix}-' || substr(md5('{prefix}' || ({number})), 1, 20)"


def _words(count: int, seed: str) -> str:
    chosen = f"words[1 + (hash(n, j, {seed}) % {len(_WORDS)})::INTEGER]"
    return f"array_to_string(list_transform(range({count}), lambda j: {chosen}), ' ')"


_RELEASE = "n // 4"
_NUMBER = "(hash(n) % 90000 + 10)"
_SEEN = "TIMESTAMPTZ '2019-01-01 18:30:00Z' + to_days(((n // 4) % 2500)::INTEGER)"
_DAY = "DATE '2018-01-01' + ((n // 4) % 2500)::INTEGER"

CELLS: Mapping[Table, Mapping[str, str]] = {
    STATEMENTS: {
        "statement_id": _id("s", "n"),
        "release_id": _id("r", _RELEASE),
        "capture_id": _id("c", _RELEASE),
        "observation_id": _id("o", "n * 36 // 100"),
        "time_start": _DAY,
        "time_end": f"{_DAY} + 300",
        "value": _NUMBER,
        "value_max": f"{_NUMBER} + 0.5",
        "value_text": f"{_NUMBER} || ' titik'",
        "value_start": "1001 + 400 * (n % 4) + length(head)",
        "value_end": "1001 + 400 * (n % 4) + length(head) + length(" + f"{_NUMBER} || ' titik')",
        "quote": f"head || ' ' || {_NUMBER} || ' titik ' || tail",
        "quote_start": "1000 + 400 * (n % 4)",
        "quote_end": f"1000 + 400 * (n % 4) + length(head || ' ' || {_NUMBER} || ' titik ' || tail)",
        "repeats": "'[[' || n % 900 || ',' || n % 900 + 9 || ']]'",
        "superseded_by": f"CASE WHEN n % 10 = 0 THEN {_id('s', 'n + 1')} END",
        "text_fragment_url": f"'http://ministry.example/berita/siaran-pers/detail/' || {_RELEASE} || '#:~:text=' || replace(head, ' ', '%20')",
        "confidence": "(n % 97) / 100",
        "first_seen": _SEEN,
        "last_seen": _SEEN,
    },
    REFUSALS: {
        "release_id": _id("r", "n // 10"),
        "capture_id": _id("c", "n // 10"),
        "mention_text": "(n % 9000 + 1000)::VARCHAR",
        "mention_start": "n % 10 * 50",
        "mention_end": "n % 10 * 50 + 4",
    },
    OBSERVATIONS: {
        "observation_id": _id("o", "n"),
        "chosen_statement_id": _id("s", "n"),
        "time_start": _DAY,
        "time_end": f"{_DAY} + 300",
        "value": _NUMBER,
        "value_lowest": _NUMBER,
        "value_highest": _NUMBER,
        "statement_count": "2",
        "release_count": "2",
    },
    SERIES_CHECKS: {
        "observation_id": _id("o", "n"),
        "time_start": _DAY,
        "time_end": f"{_DAY} + 300",
        "difference": "0",
    },
    PRESS_RELEASES: {
        "release_id": _id("r", "n"),
        "capture_id": _id("c", "n"),
        "title": _words(12, "3"),
        "published_on": _DAY,
        "url": "'http://ministry.example/berita/siaran-pers/detail/' || n",
        "other_urls": "'[\"http://ministry.example/content/detail/' || n || '\"]'",
        "text_sha256": "md5(n::VARCHAR) || md5('x' || n)",
        "attachments": "'[]'",
        "first_seen": _SEEN,
        "last_seen": _SEEN,
    },
    CAPTURES: {
        "capture_id": _id("c", "n"),
        "url": "'http://ministry.example/berita/siaran-pers/detail/' || n",
        "fetched_at": _SEEN,
        "payload_sha256": "md5(n::VARCHAR) || md5('y' || n)",
        "revisit_of": f"CASE WHEN n % 6 = 0 THEN {_id('c', 'n // 2')} END",
        "etag": "md5('e' || n)",
    },
    AREAS: {"parent_id": "NULL"},
}
"""Cells that must fit one another; every other column is filled by its kind."""


def build_generated(path: Path, statements: int) -> Path:
    """A warehouse file of so many statements and of the rest in proportion, its rows in no order."""
    with duckdb.connect(path) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET preserve_insertion_order = false")
        for table in PUBLISHED:
            if table is not CHANGES:
                rows = CODES[table] if table in CODES else int(statements * A_STATEMENTS_SHARE.get(table, 0))
                connection.execute(table.ddl)
                connection.execute(_filled(table, rows))
    return path


def _filled(table: Table, rows: int) -> str:
    own = CELLS.get(table, {})
    cells = ", ".join(f"{own.get(c.name) or _cell(table, c)} AS {identifier(c.name)}" for c in table.columns)
    words = "[" + ", ".join(map(literal, _WORDS)) + "]"
    texts = f"{_words(14, '1')} AS head, {_words(12, '2')} AS tail" if table is STATEMENTS else "NULL"
    return (
        f"INSERT INTO {table.name} BY NAME SELECT {cells} FROM "
        f"(SELECT n, {words} AS words, {texts} FROM (SELECT unnest(range({rows})) AS n))"
    )


def _cell(table: Table, column: Column) -> str:
    if column.codes:
        codes = ", ".join(map(literal, column.codes))
        return f"[{codes}][1 + n % {len(column.codes)}]"
    target = next((other for other in CODES if f"{other.name}." in f"{column.references or ''}."), None)
    if target or table.key == (column.name,):
        of = target or table
        return f"'{of.name}_' || (n % {CODES[of]})" if of in CODES else "n"
    if column.references:
        return "NULL"  # to a table that has no rows here
    match column.type:
        case "string":
            return f"'{column.name} ' || (n % 300)"
        case "integer":
            return "n % 1000"
        case "decimal" | "number":
            return "n % 1000 + 0.5"
        case "boolean":
            return "false"
        case "date":
            return _DAY
        case "timestamp":
            return _SEEN
