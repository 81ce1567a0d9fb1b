"""The composition: a whole release of our own, accounted for to the last number."""

from collections.abc import Callable
from datetime import date

from pipeline.extract import Codebook, extract
from pipeline.model import Extraction

RELEASE = """Siaran Pers No. 12/HM/KOMINFO/01/2024
Kamis, 18 Januari 2024
tentang
Pendampingan Kota Cerdas Berlanjut

Minat terus tumbuh: sepanjang tahun 2023 sekitar 120 kota di seluruh dunia mulai menerapkan smart city. Di dalam negeri, \
selama 2023 kementerian telah mendampingi 40 pemerintah kabupaten dan kota dan 3 pemerintah provinsi. Menurut Menteri Sari \
Melati, pada 2024 pendampingan akan diberikan kepada 12 pemerintah daerah, sementara 15 pemerintah kabupaten dan kota telah \
mengirim proposal KPBU.
“Pada tahun 2024 kami bekerja dengan dua belas pemerintah daerah,” ujarnya.
Telp/Faks : 021-3500000"""


def test_the_figures_of_a_release(read: Callable[..., Extraction]) -> None:
    rows = [
        (
            figure.value_span.of(RELEASE),
            int(figure.value),
            figure.unit,
            figure.indicator_id,
            figure.time_end.year if figure.time_end else None,
            figure.status,
            figure.ref_area,
            [span.of(RELEASE) for span in figure.repeats],
        )
        for figure in read(RELEASE).figures
    ]
    government, realised = "local_government", "realised"
    assert rows == [
        ("sekitar 120 kota", 120, government, "cities_worldwide_adopting_smart_city", 2023, realised, "world", []),
        ("40 pemerintah kabupaten dan kota", 40, government, "local_governments_assisted", 2023, realised, "ID", []),
        ("3 pemerintah provinsi", 3, "province", "provinces_assisted", 2023, realised, "ID", []),
        ("12 pemerintah daerah", 12, government, "local_governments_assisted", 2024, "planned", "ID", ["dua belas pemerintah daerah"]),
        ("15 pemerintah kabupaten dan kota", 15, government, "ppp_proposals_submitted", 2024, realised, "ID", []),
    ]  # fmt: skip


def test_the_refusals_of_a_release(reasons: Callable[[str], dict[str, str]]) -> None:
    found = reasons(RELEASE)
    assert found["12/HM/KOMINFO/01/2024"] == "release_number"
    assert found["021-3500000"] == "phone"
    assert set(found.values()) == {"release_number", "phone", "date"}


def test_quotes_are_the_sentences(read: Callable[..., Extraction]) -> None:
    for figure in read(RELEASE).figures:
        quote = figure.quote_span.of(RELEASE)
        assert figure.value_span.of(RELEASE) in quote
        assert quote.endswith(".")


def test_every_figure_names_its_rule_and_how_sure_it_is(read: Callable[..., Extraction]) -> None:
    for figure in read(RELEASE).figures:
        assert figure.rule_id.count("/") == 1
        assert figure.rule_version >= 1
        assert 0.0 <= figure.confidence <= 1.0


def test_the_same_text_gives_the_same_extraction(codebook: Codebook) -> None:
    first, second = (extract(RELEASE, published_on=date(2024, 1, 18), codebook=codebook) for _ in range(2))
    assert first == second


def test_a_text_of_a_title_alone(codebook: Codebook) -> None:
    title = "Kementerian Dampingi 30 Kota"
    found = extract(title, body_start=len(title), codebook=codebook)
    assert [figure.value for figure in found.figures] == [30]


def test_an_empty_text_says_nothing(codebook: Codebook) -> None:
    assert extract("", codebook=codebook) == Extraction((), ())
