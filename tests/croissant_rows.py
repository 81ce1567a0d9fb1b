"""A downloaded snapshot loaded by mlcroissant, without a network, and its rows compared with the Parquet files."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
from mlcroissant import Dataset


def read_croissant(folder: Path) -> Dataset:
    """The dataset, its files taken from the folder instead of from their addresses."""
    named = json.loads((folder / "croissant.json").read_text("utf-8"))["distribution"]
    return Dataset(str(folder / "croissant.json"), mapping={file["@id"]: folder / file["@id"] for file in named})


def differing_rows(folder: Path) -> tuple[int, list[str]]:
    """How many rows were loaded, and which tables came out otherwise than they are in Parquet."""
    dataset = read_croissant(folder)
    count, findings = 0, []
    for record_set in dataset.metadata.record_sets:
        try:
            loaded = list(dataset.records(record_set.id))
        except Exception as error:
            findings.append(f"{record_set.id}: cannot be loaded: {error}")
            continue
        count += len(loaded)
        rows = pq.read_table(folder / "data" / f"{record_set.id}.parquet").to_pylist()
        if loaded != [{f"{record_set.id}/{name}": _as_loaded(value) for name, value in row.items()} for row in rows]:
            findings.append(f"{record_set.id}: its rows are not those of the Parquet file")
    return count, findings


def _as_loaded(value: Any) -> Any:
    """mlcroissant's types: texts as bytes, decimals as floats, times as pandas has them."""
    match value:
        case str():
            return value.encode()
        case Decimal():
            return float(value)
        case date():
            return pd.Timestamp(value)
    return value
