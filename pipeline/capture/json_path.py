"""Where an agency file says that a JSON document keeps something: keys joined by dots, 'response.data.0.title'."""

from typing import Any


def at(document: Any, path: str) -> Any:
    """The value at the path; None where the document has nothing there. An empty path is nowhere."""
    if not path:
        return None
    for key in path.split("."):
        if isinstance(document, dict):
            document = document.get(key)
        elif isinstance(document, list) and key.isascii() and key.isdigit() and len(key) <= 6:
            document = document[int(key)] if int(key) < len(document) else None
        else:
            return None
    return document


def text_at(document: Any, path: str) -> str | None:
    """The value as text, where it is text or a number; lone surrogates become question marks."""
    value = at(document, path)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).encode("utf-8", "replace").decode().strip() or None


def only(document: Any, paths: tuple[str, ...]) -> dict[str, Any]:
    """The document with nothing but what stands at these paths, each still found there; lists on the way become objects."""
    kept: dict[str, Any] = {}
    for path in filter(None, paths):
        *parents, last = path.split(".")
        place = kept
        for key in parents:
            inner = place.setdefault(key, {})
            place = inner if isinstance(inner, dict) else {}
        place[last] = at(document, path)
    return kept
