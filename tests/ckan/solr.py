"""A stand-in for Solr, just enough that CKAN keeps and finds its own documents. It ranks nothing, so searching proves nothing."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

Document = dict[str, Any]
_CLAUSE = re.compile(r'\+?(\w+):(?:\(([^)]*)\)|"([^"]*)"|([\w.-]+))')


@contextmanager
def solr(schema: Path) -> Iterator[str]:
    """Serves on loopback until the block ends; `schema` is the schema.xml that CKAN ships and asks for."""
    documents: dict[str, Document] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])))

        def _answer(self, body: bytes) -> None:
            parts = urlsplit(self.path)
            if parts.path.endswith("/schema"):
                answer = schema.read_bytes()
            elif parts.path.rstrip("/").endswith("/update"):
                _update(documents, body)
                answer = b'{"responseHeader": {"status": 0}}'
            else:
                asked = parse_qs(parts.query) | parse_qs(body.decode())
                found = [d for d in documents.values() if _fits(d, asked.get("q", [""])[0], asked.get("fq", []))]
                response = {"numFound": len(found), "start": 0, "docs": found}
                counts = {"facet_fields": {}, "facet_queries": {}, "facet_ranges": {}}
                answer = json.dumps({"response": response, "facet_counts": counts}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/solr/ckan"
        server.shutdown()


def _update(documents: dict[str, Document], body: bytes) -> None:
    """Documents come as JSON, a deletion as a query in XML."""
    if body.startswith(b"["):
        documents |= {document["index_id"]: document for document in json.loads(body)}
        return
    for query in ElementTree.fromstring(body).iter("query"):
        for key in [key for key, document in documents.items() if _fits(document, query.text or "", [])]:
            del documents[key]


def _fits(document: Document, query: str, filters: list[str]) -> bool:
    """A document is asked for by name or id; every filter must hold."""
    asked = re.findall(r'\b(?:name|id):"([^"]+)"', query)
    if asked and not {document["name"], document["id"]} & set(asked):
        return False
    for name, group, quoted, word in (clause for text in filters for clause in _CLAUSE.findall(text)):
        wanted = {quoted or word} if not group else {part.strip(' "') for part in group.split(" OR ")}
        held = document.get(name, [])
        if not wanted & set(held if isinstance(held, list) else [held]):
            return False
    return True
