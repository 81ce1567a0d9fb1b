"""quality.json: how good the data is, counted; each figure with the SQL that counts it again. quality.schema.json says what the keys mean."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pipeline.publish import wording
from pipeline.publish.contents import Contents
from pipeline.publish.quality import FIGURES, SCORES, Figure, Figures
from pipeline.publish.quality.scores import MEANINGS, WHAT_THEY_ARE
from pipeline.publish.versions import to_json
from pipeline.publish.wording import Text
from pipeline.schema import SCHEMA_VERSION
from pipeline.schema.types import Meaning

FILE_NAME, SCHEMA_NAME = "quality.json", "quality.schema.json"
_SHARE = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
_COUNT = {"type": "integer", "minimum": 0}
_ROW = {"type": "object", "additionalProperties": {"type": ["string", "integer", "null"]}}


def documents(contents: Contents) -> Mapping[str, str]:
    """quality.json and its JSON Schema."""
    edition = contents.edition
    document = {
        "$schema": SCHEMA_NAME,
        "version": edition.version,
        "as_of": edition.as_of_text,
        "synthetic": edition.synthetic,
        "licence": wording.LICENCE_NAME,
        "notices": [_texts(notice) for notice in edition.notices],
        "schema_version": SCHEMA_VERSION,
        "made_from": asdict(edition.made_from),
        **grouped(contents.quality),
        "extraction": {**asdict(SCORES), "note": _texts(WHAT_THEY_ARE)},
        "counted_by": {figure.key: figure.sql for figure in FIGURES},
    }
    return {FILE_NAME: to_json(document), SCHEMA_NAME: to_json(json_schema())}


def grouped(figures: Figures) -> dict[str, Any]:
    """`group.name` -> an object `group` with the key `name`."""
    document: dict[str, Any] = {}
    for key, value in figures.items():
        group, _, name = key.partition(".")
        if name:
            document.setdefault(group, {})[name] = value
        else:
            document[group] = value
    return document


def json_schema() -> dict[str, Any]:
    """The JSON Schema of quality.json (draft 2020-12); every key is described in English and Indonesian."""
    text = {"type": "string"}
    properties: dict[str, Any] = {
        name: {**text, "description": _both(meaning)} for name, meaning in _OF_THE_SNAPSHOT.items()
    }
    properties["synthetic"] = {"type": "boolean", "description": _both(_SYNTHETIC)}
    properties["notices"] = {
        "type": "array",
        "items": _object({"en": text, "id": text}),
        "description": _both(_NOTICES),
    }
    properties["made_from"] = _object({"extractor": text, "codebook": text}, _MADE_FROM)
    for key, form in grouped({figure.key: _form(figure) for figure in FIGURES}).items():
        properties[key] = form if key in {figure.key for figure in FIGURES} else _object(form)
    scores = {name: {**_SHARE, "description": _both(meaning)} for name, meaning in MEANINGS.items()}
    properties["extraction"] = _object(
        {
            **dict.fromkeys(("file", "sha256", "kind", "licence"), text),
            **dict.fromkeys(("releases", "figures", "refusals"), _COUNT),
            "scores": _object(scores),
            "note": _object({"en": text, "id": text}),
        },
        WHAT_THEY_ARE,
    )
    properties["counted_by"] = _object({figure.key: text for figure in FIGURES}, _COUNTED_BY)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": FILE_NAME, **_object(properties)}


_OF_THE_SNAPSHOT = {
    "$schema": Meaning("the file that describes these keys", "berkas yang menjelaskan kunci ini"),
    "version": Meaning("the snapshot", "terbitan"),
    "as_of": Meaning("the time of the newest capture (UTC)", "waktu pengambilan terbaru (UTC)"),
    "licence": Meaning("of the data, as SPDX names it", "lisensi data, menurut SPDX"),
    "schema_version": Meaning("the version of the tables' schema", "versi skema tabel"),
}
_SYNTHETIC = Meaning(
    "whether these are the releases of the bundled sample ministry", "apakah ini rilis kementerian contoh"
)
_NOTICES = Meaning("what readers must know", "yang harus diketahui pembaca")
_MADE_FROM = Meaning(
    "fingerprints of the code and the lists that the rows were made by", "sidik kode dan daftar yang membuat baris"
)
_COUNTED_BY = Meaning(
    "for each figure, the SQL that counts it over the tables of data/ (a code that is not found counts 0)",
    "untuk setiap angka, SQL yang menghitungnya dari tabel di data/ (kode yang tidak ditemukan dihitung 0)",
)


def _form(figure: Figure) -> dict[str, Any]:
    described: dict[str, Any] = {"description": _both(figure.label)}
    match figure.kind:
        case "count":
            return {**_COUNT, **described}
        case "share":
            return {**_SHARE, **described}
        case "rows":
            return {"type": "array", "items": _ROW, **described}
    if figure.codes:
        named = {code: {**_COUNT, "description": _both(meaning)} for code, meaning in figure.codes.items()}
        return {**_object(named), **described}
    return {"type": "object", "additionalProperties": _COUNT, **described}


def _object(properties: Mapping[str, Any], about: Meaning | None = None) -> dict[str, Any]:
    described = {"description": _both(about)} if about else {}
    return {
        "type": "object",
        **described,
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _texts(text: Meaning | Text) -> dict[str, str]:
    return {"en": text.en, "id": text.id}


def _both(text: Meaning) -> str:
    return f"{text.en} | {text.id}"
