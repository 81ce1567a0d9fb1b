"""Corrections and the partition files: the files that hold corrected releases, written again beside the others."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.extract import Codebook
from pipeline.gate.corrections.apply import correct
from pipeline.gate.corrections.rules import Correction
from pipeline.partitions import Key, PartitionStore
from pipeline.schema import REFUSALS, STATEMENTS, TEXTS, Table

Files = Mapping[tuple[Table, Key], Path]


def corrected_files(
    store: PartitionStore,
    into: PartitionStore,
    keys: Iterable[Key],
    corrections: Iterable[Correction],
    codebook: Codebook,
) -> tuple[Files, list[dict[str, Any]]]:
    """For each partition that a correction touches, the file to load in its place; and the corrections applied, as rows.

    A correction of a release that none of the partitions holds waits. CorrectionsFailed where one does not fit.
    """
    wanted = {correction.release_id for correction in corrections}
    if not wanted:
        return {}, []
    texts: list[dict[str, Any]] = []
    home: dict[str, Key] = {}
    for key in keys:
        if wanted & {row["release_id"] for row in store.read(TEXTS, key, ("release_id",))}:
            for row in store.read(TEXTS, key):
                home[row["capture_id"]] = key
                texts.append(row)
    touched = sorted(set(home.values()))
    held = {row["release_id"] for row in texts}
    corrected = correct(
        texts,
        [row for key in touched for row in store.read(STATEMENTS, key)],
        [row for key in touched for row in store.read(REFUSALS, key)],
        [correction for correction in corrections if correction.release_id in held],
        codebook,
    )
    files: dict[tuple[Table, Key], Path] = {}
    for table, rows in ((STATEMENTS, corrected.statements), (REFUSALS, corrected.refusals)):
        for key in touched:
            into.write(table, key, [row for row in rows if home[row["capture_id"]] == key], "corrections")
            files[table, key] = into.path(table, key)
    return files, corrected.corrections
