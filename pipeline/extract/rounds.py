"""Undated work of a round: holding, examining, guiding, staffing, which a programme does anew each year."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.codebook import Codebook
from pipeline.extract.draft import Draft
from pipeline.extract.tokens import Token

_THINGS = frozenset(("count", "person", "local_government", "province", "village", "household"))
_NOT_THEN = frozenset(
    "telah sudah pernah akan rencananya bakal dijadwalkan direncanakan nantinya harus wajib dapat bisa belum perlu mampu "
    "biasanya selalu rata-rata".split()
)
"""What 'telah' reports may have been done in any round, what 'wajib' says in each."""
_AGENTS = frozenset(("oleh", "terhadap"))
"""What 'dilakukan' needs beside it to tell of an act: who did it, or to whom."""
_EACH = frozenset(("setiap", "tiap"))
_TIMES = frozenset("tahun hari bulan minggu pekan jam semester triwulan kuartal kali".split())


def is_work(tokens: Sequence[Token], draft: Draft, codebook: Codebook) -> bool:
    """'Wawancara dilakukan oleh 20 asesor', 'tiap daerah didampingi dua ahli': things or people told of with an act that
    makes a round up, so that they are of the round that the release tells of. A habit ('setiap hari') is of none."""
    words = [token.text for token in tokens[draft.chain : draft.clause[1]]]
    if draft.unit not in _THINGS or not _NOT_THEN.isdisjoint(words):
        return False
    if any(each in _EACH and time in _TIMES for each, time in pairwise(words)):
        return False
    done = "dilakukan" in words and not _AGENTS.isdisjoint(words)
    return done or not frozenset(codebook.words["occasion"]["work"]).isdisjoint(words)
