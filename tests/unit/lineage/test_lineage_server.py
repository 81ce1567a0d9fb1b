"""Our events on their way to a lineage server, as docs/publication.md says: a stand-in takes in what the published schemas allow."""

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipeline.publish.documents.openlineage import FILE_NAME
from tests.openlineage_schema import findings, needs_schema
from tests.unit.publish.warehouses import publish_in, small

DOCS = Path(__file__).parents[3] / "docs/publication.md"
ADDRESS = "http://localhost:5000"
pytestmark = [
    needs_schema,
    pytest.mark.skipif(
        not (shutil.which("bash") and shutil.which("curl")), reason="no bash or no curl on this machine"
    ),
]


class Server(ThreadingHTTPServer):
    """Keeps what it takes in, as a lineage server would: the inputs of each column by dataset and field."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.refused: list[str] = []
        self.columns: dict[tuple[str, str], set[tuple[str, str]]] = {}

    def take(self, event: dict[str, Any]) -> None:
        for dataset in event["outputs"]:
            for field, made in dataset["facets"].get("columnLineage", {"fields": {}})["fields"].items():
                inputs = {(each["name"], each["field"]) for each in made["inputFields"]}
                self.columns.setdefault((dataset["name"], field), set()).update(inputs)

    def behind(self, name: str, field: str) -> set[tuple[str, str]]:
        """Everything that a column is made of, however far back."""
        seen: set[tuple[str, str]] = set()
        waiting = [(name, field)]
        while waiting:
            for each in self.columns.get(waiting.pop(), ()):
                if each not in seen:
                    seen.add(each)
                    waiting.append(each)
        return seen


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        found = findings(text) if self.path == "/api/v1/lineage" else [f"no such path: {self.path}"]
        self.server.refused += found
        if not found:
            self.server.take(json.loads(text))
        self.send_response(400 if found else 201)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def documented(server: Server) -> str:
    """The command of the documentation, at the stand-in's address."""
    lines = DOCS.read_text("utf-8").splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("    while IFS= read"))
    return "\n".join(lines[first : first + 2]).replace(ADDRESS, f"http://127.0.0.1:{server.server_port}")


def test_the_documented_command_sends_every_line(server: Server, tmp_path: Path) -> None:
    folder = publish_in(tmp_path, small()).folder
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {documented(server)}"], cwd=folder, capture_output=True)
    assert (done.returncode, server.refused) == (0, [])
    lines = (folder / FILE_NAME).read_text("utf-8").splitlines()
    assert max(map(len, lines)) > 131_072, "longer than an argument of a command may be"
    behind = server.behind("snapshot/observations", "value")
    assert {("warehouse/observations", "value"), ("partitions/texts", "text"), ("archive", "payload")} <= behind


def test_a_line_that_is_no_event_is_refused(server: Server, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('{"eventTime": "2026-11-25T00:00:00Z", "job": {"name": 5}}\n')
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {documented(server)}"], cwd=tmp_path, capture_output=True)
    assert done.returncode != 0
    assert server.refused
