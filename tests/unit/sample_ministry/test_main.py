"""`python -m sample_ministry`: says where to look, ends with Ctrl-C, and names a port that it cannot have."""

import threading

import pytest

from sample_ministry import serve
from sample_ministry.__main__ import main
from sample_ministry.site import answer


def test_it_prints_addresses_that_a_browser_can_open(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve() as free:
        port = free.port
    stopped = threading.Event()
    stopped.set()
    monkeypatch.setattr("sys.argv", ["sample_ministry", "--port", str(port)])
    assert main(stopped) == 0
    said = capsys.readouterr().out
    assert f"http://kominfo.localhost:{port}/content/all/siaran_pers" in said
    assert f"http://komdigi.localhost:{port}/berita/siaran-pers" in said
    assert answer("komdigi.localhost", "/berita/siaran-pers").status == 200


def test_a_taken_port_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with serve() as site:
        monkeypatch.setattr("sys.argv", ["sample_ministry", "--port", str(site.port)])
        assert main() == 1
    assert f"Cannot listen on port {site.port}" in capsys.readouterr().err
