"""`make ckan`: pushes to a real CKAN 2.12 on this machine, cut, resumed and repeated; looked at as its readers see it."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import rdflib

from pipeline.errors import PortalError
from pipeline.publish import load_publisher, publish
from pipeline.publish.portals.ckan import Portal
from pipeline.publish.portals.dataset import FILE_KEY, SHA256_KEY, Resource
from pipeline.publish.portals.plan import Call
from pipeline.publish.portals.session import Token
from pipeline.publish.portals.snapshot import Snapshot, read_snapshot
from pipeline.publish.portals.watch import Watch
from tests.ckan.services import installed, running_ckan
from tests.unit.publish.warehouses import SEEN, build, small, statement

HOME = Path(os.environ.get("KOTACERDAS_CKAN_HOME", Path(tempfile.gettempdir()) / "kotacerdas-ckan"))
"""CKAN's own environment, kept between trials."""
COMMAND = [sys.executable, "-c", "from pipeline.cli import main; main()", "push", "ckan"]
DCT = rdflib.Namespace("http://purl.org/dc/terms/")
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")


@dataclass
class Trial:
    """One portal and who speaks to it. `said` is all that the command ever printed."""

    address: str
    token: str
    said: list[str] = field(default_factory=list)

    def push(self, snapshot: Snapshot, *options: str, token: str | None = None, kill_at: int = 0) -> str:
        """What the command said. `kill_at`: the number of the call at which the process is killed outright."""
        where = ("--url", self.address, "--snapshot", str(snapshot.folder))
        organization = () if "--organization" in options else ("--organization", "kominfo")
        env = os.environ | {"KOTACERDAS_CKAN_TOKEN": self.token if token is None else token, "COLUMNS": "400"}
        with subprocess.Popen(
            [*COMMAND, *where, *organization, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=env,
        ) as running:
            assert running.stdout
            lines = []
            for line in running.stdout:
                lines.append(line)
                if kill_at and line.startswith(f"{kill_at} of "):
                    running.send_signal(signal.SIGKILL)
        self.said.append("".join(lines))
        return self.said[-1]

    def ask(self, action: str, data: dict[str, Any] | None = None, token: str = "") -> Any:
        """The answer of the API, or the HTTP status where it refuses."""
        headers = {"Content-Type": "application/json"} | ({"Authorization": token} if token else {})
        request = urllib.request.Request(
            f"{self.address}/api/3/action/{action}", json.dumps(data or {}).encode(), headers
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["result"]
        except urllib.error.HTTPError as error:
            return error.code

    def dataset(self) -> Any:
        """As everybody sees it."""
        return self.ask("package_show", {"id": "kota-cerdas"})


def main() -> None:
    programs = installed(HOME)
    with tempfile.TemporaryDirectory(prefix="kotacerdas-ckan-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL's user must reach its own folder inside
        first, second = _snapshots(folder)
        with running_ckan(programs, folder) as (address, configuration):
            ckan = [programs / "ckan", "--config", configuration]
            trial, outsider = _people(ckan, address)
            _say(f"CKAN {trial.ask('status_show')['ckan_version']} runs at {address}")
            for look in (_nothing_yet, _cut_and_completed, _again, _a_newer_version, _links, _dcat):
                look(trial, first, second)
            _refusals(trial, first, outsider)
            _too_large(trial, folder)
            secrets = (trial.token, outsider)
            _ok("no token was ever printed", not any(secret in said for secret in secrets for said in trial.said))
    _say("All as it should be; PostgreSQL, Redis and CKAN are stopped.")


def _snapshots(folder: Path) -> tuple[Snapshot, Snapshot]:
    later = small()
    later["statements"].append(statement("s-3", "r-2", "7"))
    found = []
    for rows in (small(), later):
        warehouse = build(folder / "warehouse.duckdb", rows)
        made = publish(
            warehouse, folder / "public", as_of=SEEN, synthetic=True, code_version="0.1.0", publisher=load_publisher()
        )
        found.append(read_snapshot(made.folder))
    return found[0], found[1]


def _people(ckan: list[str | Path], address: str) -> tuple[Trial, str]:
    """An editor of the organisation, and the token of somebody who is in none."""

    def cli(*arguments: str) -> str:
        return subprocess.run([*ckan, *arguments], capture_output=True, text=True, check=True).stdout

    tokens = {}
    for person in ("admin", "editor", "outsider"):
        cli("user", "add", person, f"email={person}@example.org", "password=only-for-this-trial")
        tokens[person] = cli("user", "token", "add", "--quiet", person, "trial").strip().splitlines()[-1].strip()
    cli("sysadmin", "add", "admin")
    trial = Trial(address, tokens["editor"])
    trial.ask("organization_create", {"name": "kominfo", "title": "Contoh"}, tokens["admin"])
    member = {"id": "kominfo", "username": "editor", "role": "editor"}
    trial.ask("organization_member_create", member, tokens["admin"])
    return trial, tokens["outsider"]


def _nothing_yet(trial: Trial, first: Snapshot, _: Snapshot) -> None:
    said = trial.push(first, "--dry-run")
    _ok("a dry run names the dataset, each file and its bytes", "resource_create data/statements.csv, uploads" in said)
    _ok("and writes nothing", trial.dataset() == 404)


def _cut_and_completed(trial: Trial, first: Snapshot, _: Snapshot) -> None:
    trial.push(first, kill_at=9)
    _ok("killed at the ninth call, the dataset is there for its editor only", trial.dataset() == 403)
    half = trial.ask("package_show", {"id": "kota-cerdas"}, trial.token)
    _ok("without a version", not half["version"] and 0 < len(half["resources"]) < 10)
    said = trial.push(first)
    _ok("the next push completes it", "Pushed" in said and trial.dataset()["version"] == first.version)
    _ok(
        "and sends nothing twice",
        said.count("resource_create") == len(trial.dataset()["resources"]) - len(half["resources"]),
    )
    _check_files(trial, first)
    found = trial.ask("package_search", {"q": "name:kota-cerdas"})
    _ok("a search finds it", found["count"] == 1)


def _again(trial: Trial, first: Snapshot, _: Snapshot) -> None:
    before = trial.dataset()
    _ok("a second push changes nothing", "Nothing to do" in trial.push(first) and trial.dataset() == before)


def _a_newer_version(trial: Trial, first: Snapshot, second: Snapshot) -> None:
    before = trial.dataset()
    said = trial.push(second, "--dry-run")
    _ok("a dry run shows fields before and after", f"version: {first.version} -> {second.version}" in said)
    trial.push(second, kill_at=3)
    _ok(
        "killed at the third call, the dataset still names the old version", trial.dataset()["version"] == first.version
    )
    trial.push(second)
    after = trial.dataset()
    _ok("the next push completes it", after["version"] == second.version)
    _check_files(trial, second)
    ids = [[resource["id"] for resource in dataset["resources"]] for dataset in (before, after)]
    _ok("resources keep their addresses", ids[0] == ids[1])
    units = [r["last_modified"] for d in (before, after) for r in d["resources"] if r[FILE_KEY] == "data/units.csv"]
    _ok("a file with the same bytes is not sent again", units[0] == units[1])
    _ok("an older version only on purpose", "newer than" in trial.push(first))


def _links(trial: Trial, _: Snapshot, second: Snapshot) -> None:
    trial.push(second, "--link")
    addresses = {resource["url"] for resource in trial.dataset()["resources"]}
    _ok("with --link resources lead to the publisher", all(a.startswith(second.base_url) for a in addresses))
    _ok("a second one changes nothing", "Nothing to do" in trial.push(second, "--link"))
    trial.push(second)
    _check_files(trial, second)


def _dcat(trial: Trial, _: Snapshot, second: Snapshot) -> None:
    """What ckanext-dcat tells other portals of it."""
    graph = rdflib.Graph().parse(f"{trial.address}/dataset/kota-cerdas.ttl", format="turtle")
    dataset = rdflib.URIRef(second.package["id"])
    _ok("ckanext-dcat tells our own URI", (dataset, rdflib.RDF.type, DCAT.Dataset) in graph)
    for term in (
        DCT.identifier,
        DCT.temporal,
        DCT.spatial,
        DCT.language,
        DCT.accrualPeriodicity,
        DCAT.theme,
        DCT.publisher,
    ):
        _ok(f"with {term.n3(graph.namespace_manager)}", graph.value(dataset, term) is not None)
    files = list(graph.objects(dataset, DCAT.distribution))
    _ok(f"and {len(files)} distributions", len(files) == len(trial.dataset()["resources"]))


def _refusals(trial: Trial, first: Snapshot, outsider: str) -> None:
    before = trial.dataset()
    for what, said, expected in (
        ("no token", trial.push(first, token=""), "There is no token"),
        ("a token that is none", trial.push(first, token="eyJ-none"), "may make no datasets"),
        ("somebody of no organisation", trial.push(first, token=outsider), "may make no datasets"),
        ("no such organisation", trial.push(first, "--organization", "nobody"), "has no organisation 'nobody'"),
        ("a name that is none", trial.push(first, "--dataset", "Kota Cerdas"), "is no name of a dataset"),
    ):
        _ok(f"{what}: {said.strip().splitlines()[0]}", expected in said)
    _ok("and nothing was written", trial.dataset() == before)


def _too_large(trial: Trial, folder: Path) -> None:
    large = folder / "large.csv"
    with large.open("wb") as file:
        file.truncate(4 << 20)
    resource = Resource("large.csv", large, "", {"mimetype": "text/csv"}, {"size": 4 << 20, SHA256_KEY: ""})
    data = {"package_id": "kota-cerdas", FILE_KEY: "large.csv", "name": "large", "format": "CSV"}
    try:
        Portal(trial.address, Token(trial.token), Watch()).make(
            Call("resource_create", "large.csv", data, (), resource)
        )
        said = ""
    except PortalError as error:
        said = str(error)
    _ok(f"a file over the limit: {said}", "too large" in said)


def _check_files(trial: Trial, snapshot: Snapshot) -> None:
    resources = trial.dataset()["resources"]
    for resource in resources:
        with urllib.request.urlopen(resource["url"], timeout=60) as answer:
            if answer.read() != (snapshot.folder / resource[FILE_KEY]).read_bytes():
                _ok(f"{resource[FILE_KEY]} is downloaded as published", False)
    _ok(f"all {len(resources)} files are downloaded as published, byte for byte", len(resources) > 20)


def _ok(what: str, holds: bool) -> None:
    _say(f"{'ok  ' if holds else 'FAIL'} {what}")
    if not holds:
        sys.exit(1)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
