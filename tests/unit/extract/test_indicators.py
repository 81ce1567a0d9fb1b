"""Indicators and programmes. The codebook's own examples are run by test_examples.py."""

from collections.abc import Callable
from datetime import date

from pipeline.model import Extraction


def test_what_fits_no_indicator_stays_a_figure_without_one(read: Callable[..., Extraction]) -> None:
    (found,) = read("Panjang jalan mencapai 30 km.").figures
    assert (found.indicator_id, found.program_id) == (None, None)


def test_a_list_goes_on_with_its_indicator(read: Callable[..., Extraction]) -> None:
    found = read("Penghargaan kota cerdas diberikan kepada 30 kota. Menurut kawasan, pesisir meraih 9 kota.")
    assert [figure.indicator_id for figure in found.figures] == ["award_recipients", "award_recipients"]


def test_the_same_noun_again_is_of_the_same_indicator(read: Callable[..., Extraction]) -> None:
    again = "Satelit SATRIA-1 melayani 900 lokasi. Kementerian meminta tambahan 300 lokasi."
    another = "Satelit SATRIA-1 melayani 900 lokasi. Kementerian meminta tambahan 300 kursi."
    assert [read(text).figures[1].indicator_id for text in (again, another)] == ["internet_access_points", None]


def test_a_measure_goes_on_within_its_sentence(read: Callable[..., Extraction]) -> None:
    same = "Nilai transaksi judi online turun dari Rp300 triliun menjadi Rp150 triliun."
    next_one = "Nilai transaksi judi online Rp300 triliun. Hibahnya Rp150 triliun."
    assert [read(text).figures[1].indicator_id for text in (same, next_one)] == ["online_gambling_transactions", None]


def test_a_programme_is_named_by_its_cue(read: Callable[..., Extraction]) -> None:
    (found,) = read("Program Digital Talent Scholarship melatih 20 guru.").figures
    assert found.program_id == "digital_talent_scholarship"


def test_the_programme_spoken_of_lends_its_acts(read: Callable[..., Extraction]) -> None:
    talents = "Digital Talent Scholarship dibuka lagi. Tahun ini kuotanya 30 ribu orang."
    others = "Pelatihan barista dibuka lagi. Tahun ini kuotanya 30 ribu orang."
    assert [read(text).figures[0].indicator_id for text in (talents, others)] == ["digital_talents_trained", None]


def test_an_item_with_an_act_of_its_own_leaves_the_list(read: Callable[..., Extraction]) -> None:
    listed = "Kementerian mendampingi 40 kota menuju smart city. Lalu 30 kota tahun depan."
    apart = "Kementerian mendampingi 40 kota menuju smart city. Lalu 30 kota memindahkan pasar."
    assert [read(text).figures[1].indicator_id for text in (listed, apart)] == ["local_governments_assisted", None]


def test_where_a_thing_lies_is_not_what_is_counted(read: Callable[..., Extraction]) -> None:
    found = read("Kementerian mendampingi 40 kota di 23 provinsi menuju smart city.").figures
    assert [figure.indicator_id for figure in found] == ["local_governments_assisted", None]


def test_a_number_off_the_scale_is_no_score(read: Callable[..., Extraction]) -> None:
    found = read("Indeks SPBE nasional 2,79. Indeks layanan SPBE kota itu 71,20.").figures
    assert [figure.indicator_id for figure in found] == ["spbe_index_score", None]


def test_a_noun_before_the_number_does_not_name_what_another_noun_counts(read: Callable[..., Extraction]) -> None:
    found = read("Hasil identifikasi hoaks 7 kotak arsip diserahkan.").figures
    assert [figure.indicator_id for figure in found] == [None]


def test_an_act_of_one_ceremony_is_of_its_day(read: Callable[..., Extraction]) -> None:
    told = "Malam penghargaan kota cerdas berlangsung Selasa (14/12/2021).\n\nPenghargaan tata kelola diraih 17 kota."
    untold = "Penghargaan kota cerdas untuk tata kelola diraih 17 kota."
    assert [str(read(text).figures[0].time_start) for text in (told, untold)] == ["2021-12-14", "None"]


def test_what_is_coordinate_shares_the_act(read: Callable[..., Extraction]) -> None:
    found = read("Peserta smart city tahun ini 50 kota dan 2 provinsi, tersebar di 20 provinsi.").figures
    assert [figure.indicator_id for figure in found] == ["local_governments_assisted", "provinces_assisted", None]


def test_of_two_acts_of_one_programme_the_nearest_says_what_is_counted(read: Callable[..., Extraction]) -> None:
    invited = "Sebelum ada yang terpilih untuk smart city, yang diundang mengikuti asesmen 70 kabupaten."
    chosen = "Seusai asesmen smart city, panitia memilih 30 kabupaten."
    expected = ["local_governments_assessed", "local_governments_selected"]
    assert [read(text).figures[0].indicator_id for text in (invited, chosen)] == expected


def test_those_among_whom_some_are_chosen_are_assessed(read: Callable[..., Extraction]) -> None:
    (found,) = read("Mereka dipilih dari 70 kabupaten untuk smart city.").figures
    assert found.indicator_id == "local_governments_assessed"


def test_a_membership_gives_way_to_what_the_members_did(read: Callable[..., Extraction]) -> None:
    (found,) = read("Masterplan sudah rampung di 30 kota peserta smart city.").figures
    assert found.indicator_id == "smart_city_masterplans_completed"


def test_general_acts_count_only_in_their_programme(read: Callable[..., Extraction]) -> None:
    theirs = "Gerakan smart city menargetkan 60 kota pada 2020."
    another = "Kota cerdas perlu jaringan. Palapa Ring menargetkan 60 kota pada 2020."
    assert [read(text).figures[0].indicator_id for text in (theirs, another)] == ["local_governments_assisted", None]


def test_an_indicator_of_one_programme_names_it(read: Callable[..., Extraction]) -> None:
    (found,) = read("Di perbatasan, 70 BTS telah beroperasi.").figures
    assert found.program_id == "bakti_bts"


def test_another_unit_than_the_published_one_needs_the_noun(read: Callable[..., Extraction]) -> None:
    found = read("Sebanyak 40 masterplan smart city rampung. Masterplan smart city rampung dalam 12 lokakarya.").figures
    assert [figure.indicator_id for figure in found] == ["smart_city_masterplans_completed", None]


def test_a_word_behind_the_number_is_no_nearer_than_the_one_before_it(read: Callable[..., Extraction]) -> None:
    (found,) = read("Tahun depan kementerian memilih 30 kota melalui asesmen smart city.").figures
    assert found.indicator_id == "local_governments_selected"


def test_a_programme_stays_spoken_of_through_its_paragraph(read: Callable[..., Extraction]) -> None:
    told = "Gerakan smart city ditutup. Palapa Ring diresmikan. " + "Warga pulau menyambutnya dengan gembira. " * 14
    there, later = f"{told}Nilainya Rp7 triliun.", f"{told}\n\nNilainya Rp7 triliun. Gerakan smart city usai."
    assert [read(text).figures[0].program_id for text in (there, later)] == ["palapa_ring", "gerakan_smart_city"]


def test_a_common_noun_takes_up_a_programme_that_was_named(read: Callable[..., Extraction]) -> None:
    told = "Palapa Ring rampung, lalu gerakan smart city dibuka. Paket timur menelan Rp5 triliun."
    untold = "Gerakan smart city dibuka. Paket timur menelan Rp5 triliun."
    assert [read(text).figures[0].program_id for text in (told, untold)] == ["palapa_ring", "gerakan_smart_city"]


def test_what_the_sum_counts_was_said_before(read: Callable[..., Extraction]) -> None:
    found = read("BAKTI membuka akses internet di 40 titik sekolah, sehingga jumlahnya 90 titik. Menara BTS menyusul.")
    assert [figure.indicator_id for figure in found.figures] == ["internet_access_points"] * 2


def test_an_elided_noun_is_that_of_the_figure_before(read: Callable[..., Extraction]) -> None:
    found = read("Sebanyak 40 BTS sudah mengudara dari 56 yang dikejar selesai oleh BAKTI.").figures
    assert [figure.indicator_id for figure in found] == ["bts_operating", "bts_built"]


def test_an_elided_noun_may_stand_far_before(read: Callable[..., Extraction]) -> None:
    found = read("Titik layanan SATRIA yang semula direncanakan 150 ribu kini dikurangi menjadi 50 ribu.").figures
    assert [figure.indicator_id for figure in found] == ["internet_access_points"] * 2


def test_what_is_said_behind_a_coordination_is_said_of_both(read: Callable[..., Extraction]) -> None:
    both = "Malam anugerah smart city usai. Tujuh kabupaten dan lima kota pulang membawa piala."
    apart = "Malam anugerah smart city usai. Tujuh kabupaten hujan, lima kota pulang membawa piala."
    first = [read(text).figures[0].indicator_id for text in (both, apart)]
    assert first == ["award_recipients", None]


def test_a_part_of_what_is_ruled_out_is_ruled_out(read: Callable[..., Extraction]) -> None:
    found = read("Sebanyak 120 desa belum menikmati sinyal 4G, 90 di antaranya berada di pulau kecil.").figures
    assert [figure.indicator_id for figure in found] == [None, None]


def test_the_head_of_a_list_speaks_for_its_items(read: Callable[..., Extraction]) -> None:
    rows = "1. Tahun 2017: 25 daerah\n2. Tahun 2018: 50 daerah\n"
    headed = read(f"Peserta gerakan smart city:\n{rows}Selesai.")
    unheaded = read(f"Rapat smart city selesai.\n{rows}")
    assert [figure.indicator_id for figure in headed.figures] == ["local_governments_assisted"] * 2
    assert [figure.indicator_id for figure in unheaded.figures] == [None] * 2


def test_the_first_figure_of_a_sentence_finds_its_elided_noun_in_it(read: Callable[..., Extraction]) -> None:
    elided = "Mal pelayanan publik mula-mula hanya dibuka di Surabaya; kini sudah ada 267."
    named = "Mal pelayanan publik mula-mula hanya dibuka di Surabaya; kini sudah ada 267 loket."
    assert [read(text).figures[0].indicator_id for text in (elided, named)] == ["public_service_malls_operating", None]


def test_a_whole_has_only_what_is_said_of_it_behind_it(read: Callable[..., Extraction]) -> None:
    judged = "Tim meluluskan 50 dari 87 kabupaten yang mengikuti asesmen smart city."
    plain = "Tim meluluskan 50 dari 87 kabupaten yang berdiri di pulau itu bagi smart city."
    chosen = "local_governments_selected"
    assert [[figure.indicator_id for figure in read(text).figures] for text in (judged, plain)] == [
        [chosen, "local_governments_assessed"],
        [chosen, None],
    ]


def test_a_whole_that_opens_its_sentence_is_not_what_the_part_did(read: Callable[..., Extraction]) -> None:
    found = read("Dari total 514 kabupaten, 251 telah mengikuti gerakan smart city.").figures
    assert [figure.indicator_id for figure in found] == [None, "local_governments_assisted"]


def test_a_plan_that_is_there_is_of_no_year(read: Callable[..., Extraction]) -> None:
    (finished,) = read("Sebanyak 41 daerah sudah mengukuhkan masterplan kota cerdas.", date(2018, 12, 15)).figures
    (chosen,) = read("Sebanyak 41 daerah terpilih untuk gerakan smart city.", date(2018, 12, 15)).figures
    assert (str(finished.time_start), str(chosen.time_start)) == ("None", "2018-01-01")
