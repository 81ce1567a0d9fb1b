"""What a snapshot says of itself, held against its own rows and against the snapshots that lie beside it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from pipeline.agencies import Registry
from pipeline.audit.published import Published
from pipeline.audit.verify.report import Checked, found
from pipeline.clock import jakarta_date
from pipeline.publish.versions import VERSION, version_order

UNPROVEN = "Who published it, by which code and when: what it says of that (publisher, made_from, code_version) only a signature can vouch for"


def verify_edition(published: Published, registry: Registry, *, signed: bool) -> Checked:
    """Its moment, its day, whether it is synthetic, what came before it, and that nothing of that was lost. `signed`: by a key that was checked."""
    findings = [*_of_itself(published, registry), *_of_its_place(published)]
    what = "what it says of itself: its moment, its day, whether it is synthetic, what came before it"
    return found("edition", what, int(not findings), findings, "" if signed else UNPROVEN)


def _of_itself(published: Published, registry: Registry) -> Iterator[str]:
    package = published.package
    version = str(package["version"])
    as_of = datetime.fromisoformat(str(package["created"]))
    newest = max((row["fetched_at"] for row in published.rows("captures")), default=as_of)
    if as_of != newest:
        yield f"It says that its newest capture is of {as_of:%Y-%m-%dT%H:%M:%SZ}, and that is of {newest:%Y-%m-%dT%H:%M:%SZ}."
    if version != published.version:
        yield f"It says that it is version {version}, and its folder is named {published.version}."
    if not VERSION.fullmatch(version) or version_order(version)[0] != f"{jakarta_date(newest)}":
        yield f"Version {version} is not named by the day in Jakarta of its newest capture, {jakarta_date(newest)}."
    said = package.get("synthetic")
    for row in published.rows("agencies"):
        agency = registry.get(row["agency_id"])
        if row["synthetic"] is not said or (agency is not None and agency.synthetic is not said):
            yield f"It says that it is {'' if said else 'not '}synthetic, and agency {row['agency_id']} is {'not ' if said else ''}so."


def _of_its_place(published: Published) -> Iterator[str]:
    if "previous_version" not in published.package:  # schema 1.0.0 does not say
        return
    previous = published.package["previous_version"]
    older = sorted(filter(lambda folder: _is_older(folder, published.version), _beside(published)), key=_order)
    if older and previous != older[-1].name:
        yield f"It says that {previous or 'nothing'} came before it, and {older[-1].name} lies beside it."
    before = next((Published(folder) for folder in older if folder.name == previous), None)
    if before is not None and before.package.get("synthetic") is published.package.get("synthetic"):
        gone = set(before.column("captures", "capture_id")) - set(published.column("captures", "capture_id"))
        yield from (f"Capture {name} of snapshot {previous} is no longer in it." for name in sorted(gone))


def _beside(published: Published) -> Iterator[Path]:
    for folder in published.folder.absolute().parent.iterdir():
        if VERSION.fullmatch(folder.name) and (folder / "datapackage.json").is_file():
            yield folder


def _is_older(folder: Path, version: str) -> bool:
    return VERSION.fullmatch(version) is not None and _order(folder) < version_order(version)


def _order(folder: Path) -> tuple[str, int]:
    return version_order(folder.name)
