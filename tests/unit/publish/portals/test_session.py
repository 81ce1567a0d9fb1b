"""Speaking to a portal: where the token goes and where it never does, and what odd answers become."""

import socket
import threading
import tracemalloc
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pipeline.errors import PortalError, UsageError
from pipeline.publish.portals.ckan import Portal
from pipeline.publish.portals.dataset import SHA256_KEY, Resource
from pipeline.publish.portals.plan import Call
from pipeline.publish.portals.session import PortalSession, Token, checked_address
from pipeline.publish.portals.watch import Watch
from tests.unit.publish.portals.fake_ckan import TOKEN, Answer, FakeCkan

HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.mark.parametrize(
    "address",
    [
        "https://data.example.go.id",
        "https://data.example.go.id/",
        "http://127.0.0.1:5000",
        "http://localhost",
        "http://[::1]:80",
    ],
)
def test_addresses_that_keep_the_token_secret(address: str) -> None:
    assert checked_address(address) == address.rstrip("/")


def test_the_address_of_the_api_is_the_portal_s_too() -> None:
    assert checked_address("https://portal.example/ckan/api/3/action/") == "https://portal.example/ckan"


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("http://data.example.go.id", "Use https://data.example.go.id"),
        ("http://127.0.0.1.example", "Use https://"),
        ("data.example.go.id", "front page"),
        ("ftp://data.example.go.id", "front page"),
        ("https://", "front page"),
        ("https://portal.example/?q=1", "front page"),
        ("https://user:secret@portal.example", "KOTACERDAS_CKAN_TOKEN"),
    ],
)
def test_addresses_that_are_refused(address: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked_address(address)
    assert hint in caught.value.hint
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("secret", ["with space", "two\nlines", "tokén"])
def test_what_can_be_no_token_is_refused_and_not_shown(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    monkeypatch.setenv("KOTACERDAS_CKAN_TOKEN", secret)
    with pytest.raises(UsageError) as caught:
        Token.from_environment()
    assert secret not in str(caught.value) + caught.value.hint


@pytest.mark.parametrize(
    ("answer", "message", "hint"),
    [
        ((301, {"Location": "https://portal.example/api"}, b""), "redirects to https://portal.example/api", "--url"),
        ((302, {"Location": f"/login?came_from={TOKEN}"}, b""), "redirects to /login", "--url"),
        ((413, HTML, b"<h1>Too large</h1>"), "the file is too large", "ckan.max_resource_size"),
        ((429, {}, b"{}"), "not available now (HTTP 429)", "Push again later"),
        ((503, HTML, b"<h1>Maintenance</h1>"), "not available now (HTTP 503)", "Push again later"),
        ((200, HTML, b"<h1>Welcome</h1>"), "(HTTP 200, text/html)", "front page"),
        ((404, HTML, b"<h1>Not here</h1>"), "(HTTP 404, text/html)", "front page"),
        ((403, HTML, TOKEN.encode()), "(HTTP 403, text/html)", "firewall"),
        ((200, {"Content-Type": TOKEN}, b"<p>"), "(HTTP 200, [token])", "front page"),
        ((400, {}, b'"Bad request - Action name not known"'), "(HTTP 400, application/json)", "front page"),
        ((200, {}, b"[1, 2]"), "(HTTP 200, application/json)", "front page"),
        ((200, {}, b"[" * 100_000), "(HTTP 200, application/json)", "front page"),
        ((200, {}, b"\xff\xfe{"), "(HTTP 200, application/json)", "front page"),
        (
            (
                500,
                {},
                b'{"success": false, "error": {"__type": "Internal Server Error", "message": "at %s"}}'
                % TOKEN.encode(),
            ),
            "failed at license_list",
            "log",
        ),
        (
            (409, {}, b'{"success": false, "error": {"__type": "Validation Error", "name": ["%s"]}}' % TOKEN.encode()),
            "name: [token]",
            "",
        ),
        (
            (
                409,
                {},
                b'{"success": false, "error": {"__type": "Validation Error", "upload": ["File upload too large"]}}',
            ),
            "upload: File upload too large",
            "--link",
        ),
        (
            (403, {}, b'{"success": false, "error": {"__type": "Authorization Error"}}'),
            "does not permit license_list",
            "editor",
        ),
    ],
)
def test_an_answer_that_is_none_is_said_in_plain_words_without_the_token(
    portal: FakeCkan, answer: Answer, message: str, hint: str
) -> None:
    portal.before = lambda action: answer
    with pytest.raises(PortalError) as caught:
        Portal(portal.address, Token(TOKEN), Watch()).read("license_list")
    assert message in str(caught.value)
    assert hint in caught.value.hint
    assert TOKEN not in f"{caught.value!r} {caught.value} {caught.value.hint}"


def test_a_token_goes_into_one_header_even_where_netrc_has_a_password(
    portal: FakeCkan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    connected = Portal(portal.address, Token(TOKEN), Watch())
    assert connected.read("organization_list_for_user") != []


def test_no_proxy_is_told_what_is_for_this_machine(portal: FakeCkan, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{unused.getsockname()[1]}")
        assert Portal(portal.address, Token(TOKEN), Watch()).read("license_list") != []


def test_nobody_listens(portal: FakeCkan) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(PortalError, match="cannot be reached, or hung up: Connection refused"):
            Portal(address, Token(TOKEN), Watch()).read("license_list")


def test_an_answer_that_never_comes() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        session = PortalSession(Token(TOKEN), Watch(), timeout=(1.0, 0.05))
        with pytest.raises(PortalError, match="did not answer in time"):
            session.post(f"http://127.0.0.1:{silent.getsockname()[1]}/")


@pytest.fixture
def sink() -> Iterator[str]:
    """Takes any body in pieces, keeps nothing, and answers as an action that made a resource does."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            left = int(self.headers["Content-Length"])
            while left:
                left -= len(self.rfile.read(min(left, 1 << 16)))
            answer = b'{"success": true, "result": {"kota_cerdas_file": "large.csv"}}'
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_large_file_is_streamed(sink: str, tmp_path: Path) -> None:
    sent: list[int] = []
    portal = Portal(sink, Token(TOKEN), Watch(sent=sent.append))

    def send(size: int) -> None:
        with (tmp_path / "large.csv").open("wb") as file:
            file.truncate(size)
        fields = {"mimetype": "text/csv"}, {"size": size, SHA256_KEY: ""}
        resource = Resource("large.csv", tmp_path / "large.csv", "", *fields)
        portal.make(Call("resource_create", "large.csv", {"package_id": "d", "size": size}, (), resource))

    send(1)  # what the libraries import when they are first used is not the file's doing
    sent.clear()
    tracemalloc.start()
    send(64 << 20)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sum(sent) >= 64 << 20
    assert peak < 8 << 20
