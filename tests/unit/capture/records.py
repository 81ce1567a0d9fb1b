"""Exchanges made by hand, and the damage that disks do."""

from datetime import datetime
from pathlib import Path

from pipeline.capture.exchange import Exchange, Headers

URL = "https://ministry.example/r/1"


def exchange(
    moment: datetime, payload: bytes = b"<p>Synthetic.</p>", *, url: str = URL, status: int = 200, headers: Headers = ()
) -> Exchange:
    asked = (("Host", "ministry.example"), ("User-Agent", "test"))
    return Exchange(url, "/r/1", asked, moment, "HTTP/1.1", status, "", headers, payload, None)


def flip_byte(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 0xFF
    path.write_bytes(data)
