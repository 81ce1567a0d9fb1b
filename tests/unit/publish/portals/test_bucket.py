"""Pushes to an S3 bucket: moto's server on loopback, through s3fs as a user's push goes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem

from pipeline.errors import PortalError, PublicationBlocked, UsageError
from pipeline.publish.portals import store as store_module
from pipeline.publish.portals.files import deliver, plan_delivery
from pipeline.publish.portals.shelf import read_shelf
from pipeline.publish.portals.store import bucket
from pipeline.publish.portals.watch import Watch


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def s3(endpoint: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[S3FileSystem]:
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "of-the-tests")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of-the-tests")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    system = S3FileSystem(endpoint_url=endpoint, use_listings_cache=False, skip_instance_cache=True)
    system.mkdir("open-data")
    yield system
    system.rm("open-data", recursive=True)


def push(published: Path, address: str, endpoint: str) -> list[str]:
    store = bucket(address, endpoint)
    deliveries = plan_delivery(read_shelf(published / "public"), store)
    deliver(deliveries, store, Watch())
    return [delivery.name for delivery in deliveries]


def test_a_bucket_is_filled_once_with_types_and_caching(s3: S3FileSystem, endpoint: str, published: Path) -> None:
    names = push(published, "s3://open-data/kota-cerdas/", endpoint)
    assert names[-2:] == ["versions.json", "latest.json"]
    snapshot = "open-data/kota-cerdas/snapshots/2026-11-24.1"
    forever, each_time = "public, max-age=31536000, immutable", "no-cache"
    for path, content_type, caching in (
        (f"{snapshot}/data/statements.csv", "text/csv; charset=utf-8", forever),
        (f"{snapshot}/data/statements.parquet", "application/vnd.apache.parquet", forever),
        (f"{snapshot}/README.md", "text/markdown; charset=utf-8", forever),
        (f"{snapshot}/SHA256SUMS", "text/plain; charset=utf-8", forever),
        ("open-data/kota-cerdas/latest.json", "application/json", each_time),
    ):
        head = s3.call_s3("head_object", Bucket="open-data", Key=path.removeprefix("open-data/"))
        assert (head["ContentType"], head["CacheControl"]) == (content_type, caching), path
        local = published / "public" / path.removeprefix("open-data/kota-cerdas/")
        assert s3.cat_file(path) == local.read_bytes()
    assert push(published, "open-data/kota-cerdas", endpoint) == []
    s3.rm_file(f"{snapshot}/SHA256SUMS")
    assert push(published, "open-data/kota-cerdas", endpoint) == ["snapshots/2026-11-24.1/SHA256SUMS"]


def test_a_large_file_goes_in_pieces(
    s3: S3FileSystem, endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "PIECE_BYTES", 5 << 20)
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(11 << 20)
    sent: list[int] = []
    bucket("open-data", endpoint).put("large.csv", large, sent.append, forever=True)
    head = s3.call_s3("head_object", Bucket="open-data", Key="large.csv")
    assert head["ETag"].endswith('-3"')
    assert head["ContentType"] == "text/csv; charset=utf-8"
    assert head["ContentLength"] == sum(sent) == 11 << 20


def test_other_bytes_in_the_bucket_are_an_error(s3: S3FileSystem, endpoint: str, published: Path) -> None:
    s3.pipe_file("open-data/snapshots/2026-11-24.1/data/units.csv", b"other")
    with pytest.raises(PublicationBlocked, match=r"s3://open-data holds other bytes as .*units\.csv"):
        push(published, "open-data", endpoint)
    assert s3.find("open-data") == ["open-data/snapshots/2026-11-24.1/data/units.csv"]


def test_what_is_wrong_with_a_bucket_is_said(
    s3: S3FileSystem, endpoint: str, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PortalError, match="s3://no-such-bucket cannot be listed") as caught:
        push(published, "no-such-bucket", endpoint)
    assert "Make the bucket" in caught.value.hint
    for address in ("", "s3://", "https://open-data"):
        with pytest.raises(UsageError, match="is no bucket"):
            bucket(address, endpoint)
    with pytest.raises(UsageError, match="is no address"):
        bucket("open-data", "s3.example.org")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(UsageError, match="no credentials for s3://open-data"):
        push(published, "open-data", endpoint)
