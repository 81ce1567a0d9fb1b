"""No network while a night is done again, and no trace of that afterwards."""

import subprocess
import sys
from pathlib import Path

from pipeline.workspace import Workspace
from tests.unit.audit.replay.nights import FIRST, replayer

ATTEMPT = """
import socket, subprocess, sys
from pathlib import Path
from pipeline.agencies import load_registry
from pipeline.audit.replay import Replayer
from pipeline.errors import KotaCerdasError
from pipeline.steps import decoding
from pipeline.workspace import Workspace

workspace = Workspace(Path(sys.argv[1]))
server = socket.create_server(("127.0.0.1", 0))
healthy, tried = decoding.decode, []

def decode(capture, payload, agency):
    for attempt in (
        lambda: socket.create_connection(server.getsockname()),
        lambda: socket.getaddrinfo("localhost", 80),
        lambda: subprocess.run(["true"]),
    ):
        try:
            attempt()
        except KotaCerdasError as error:
            tried.append(type(error).__name__)
    return healthy(capture, payload, agency)

decoding.decode = decode
result = Replayer(workspace, workspace.archive, load_registry(), ()).replay(sys.argv[2])
print(result.verdict, len(result.findings), sorted(set(tried)), len(tried) // 2, sum("asked for the network" in note for note in result.notes))
socket.create_connection(server.getsockname()).close()
print("free again")
"""


def test_no_network_can_be_reached_and_an_attempt_is_told(workspace: Workspace) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ATTEMPT, str(workspace.root), FIRST],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[4],
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["differs 0 ['NetworkRefused'] 3 3", "free again"]


def test_the_guard_is_not_in_force_where_nothing_is_replayed(workspace: Workspace) -> None:
    from pipeline.audit.replay import offline

    replayer(workspace).replay(FIRST)
    assert offline._refused is None
    subprocess.run(["true"], check=True)
