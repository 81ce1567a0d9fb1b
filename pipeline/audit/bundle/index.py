"""What a public reader finds its way by: the CDXJ index of all captures, and the list of press releases as pages."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlsplit

from pipeline.capture.entry import Entry
from pipeline.publish.edition import time_text

Row = Mapping[str, Any]

_WWW = re.compile(r"^www\d*\.")
_PORTS = {"http": 80, "https": 443}


def index_text(entries: Iterable[Entry], names: Mapping[str, str]) -> str:
    """CDXJ, one line a capture, in order of address and time. `names`: what a WARC file is called in the bundle.

    What a visit's reading of an index page came to (a listing) is no answer of a site, and is left out.
    """
    lines = [_line(entry, names[entry.capture.warc_file]) for entry in entries if entry.role != "listing"]
    return "".join(f"{line}\n" for line in sorted(lines))


def pages_text(releases: Iterable[Row], captures: Mapping[str, Row], title: str) -> str:
    """JSON lines: a head, then each press release at the address and time of the capture that its text is from."""
    head = {"format": "json-pages-1.0", "id": "pages", "title": title}
    pages = [
        {"id": row["release_id"], "url": visit["url"], "ts": time_text(visit["fetched_at"]), "title": row["title"]}
        for row in releases
        if (visit := captures.get(row["capture_id"]))
    ]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in (head, *pages))


def search_key(url: str) -> str:
    """The address as web archives sort it (SURT): 'id,go,kominfo)/content?a=1&b=2', without `www.`, in small letters."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").strip("."), parts.port
    except ValueError:  # an address that no browser would take
        host, port = "", None
    if not host:
        return _quoted(url)
    labels = ",".join(reversed(_WWW.sub("", host).split(".")))
    shown_port = f":{port}" if port and port != _PORTS.get(parts.scheme) else ""
    query = "&".join(sorted(_quoted(parts.query).split("&")))
    return f"{labels}{shown_port}){_quoted(parts.path.rstrip('/') or '/')}{'?' if query else ''}{query}"


def _quoted(part: str) -> str:
    return quote(unquote_to_bytes(part), safe="/:=&?~+!$,;'()*@[]#{}|<>^`\"").lower()


def _line(entry: Entry, name: str) -> str:
    capture = entry.capture
    fields = {
        "url": capture.url,
        "mime": "warc/revisit" if capture.revisit_of else capture.media_type or "",
        **({} if capture.http_status is None else {"status": str(capture.http_status)}),
        "digest": f"sha256:{capture.payload_sha256}",
        "length": str(entry.length),
        "offset": str(capture.warc_offset),
        "filename": name,
    }
    return f"{search_key(capture.url)} {_stamp(capture.fetched_at)} {json.dumps(fields)}"


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")
