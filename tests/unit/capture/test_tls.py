"""TLS on loopback, with a certificate for ministry.example that the openssl command makes for the test."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests.adapters

from pipeline.agencies import Agency, IndexRules
from pipeline.capture import Archive, visit_agency
from pipeline.clock import FixedClock
from tests.unit.capture.conftest import FIRST, INDEX, agency
from tests.unit.capture.fault_server import HOST, Reply, Site, serve

ELSEWHERE = "other.example"
OPENSSL = shutil.which("openssl")

pytestmark = pytest.mark.skipif(OPENSSL is None, reason="there is no openssl command to make a certificate with")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Certificate and key in one file."""
    folder = tmp_path_factory.mktemp("tls")
    made = (
        "req -x509 -newkey rsa:2048 -nodes -days 2 -keyout key.pem -out certificate.pem"
        f" -subj /CN={HOST} -addext subjectAltName=DNS:{HOST}"
    )
    subprocess.run([str(OPENSSL), *made.split()], cwd=folder, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_bytes((folder / "key.pem").read_bytes() + (folder / "certificate.pem").read_bytes())
    return both


@pytest.fixture
def over_tls(certificate: Path) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serve(context) as site:
        site.pages |= {"/index?page=1": Reply(INDEX), "/r/1": Reply(FIRST), "/r/2": Reply(FIRST + b"<p>2</p>")}
        yield site


def secure(host: str = HOST) -> Agency:
    return agency(
        allow_http=False,
        hosts=(host,),
        homepage=f"https://{host}/",
        index=IndexRules(url=f"https://{host}/index?page={{page}}", link="a.release"),
    )


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(certificate.with_name("certificate.pem")))


@pytest.mark.usefixtures("trusted")
def test_a_certificate_that_is_trusted_and_the_hosts_own_is_accepted(
    over_tls: Site, archive: Archive, clock: FixedClock
) -> None:
    result = visit_agency(secure(), archive, "run1", clock, connect_to=over_tls.connect_to)
    assert (result.new, result.complete) == (2, True)
    assert {capture.url for capture in archive.releases()} == {f"https://{HOST}/r/1", f"https://{HOST}/r/2"}


def test_a_certificate_that_nobody_vouches_for_is_refused_and_not_tried_again(
    over_tls: Site, archive: Archive, clock: FixedClock
) -> None:
    result = visit_agency(secure(), archive, "run1", clock, connect_to=over_tls.connect_to)
    assert (result.requested, result.listed, result.complete) == (1, 0, False)
    assert "certificate verify failed" in result.errors[0]
    assert over_tls.requests == []


@pytest.mark.usefixtures("trusted")
def test_another_hosts_certificate_is_refused(over_tls: Site, archive: Archive, clock: FixedClock) -> None:
    result = visit_agency(secure(ELSEWHERE), archive, "run1", clock, connect_to={ELSEWHERE: over_tls.address})
    assert (result.requested, result.listed) == (1, 0)
    assert over_tls.requests == []
