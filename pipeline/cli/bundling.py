"""`kotacerdas evidence`: a snapshot and the bytes behind it in one file, and the check of such a file."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from pipeline import publish
from pipeline.audit.bundle import Plan, check_bundle, layout, plan_bundle, write_attestation, write_bundle
from pipeline.audit.bundle.unpack import Unpacked
from pipeline.audit.keys import read_public_key, read_secret_key
from pipeline.cli.reports import live, plain, show_checks
from pipeline.cli.signing import password
from pipeline.cli.terminal import HERE, Output, err, out
from pipeline.errors import MachineError, UsageError
from pipeline.publish.checksums import sha256_of
from pipeline.publish.stage import PREFIX
from pipeline.workspace import Workspace


def evidence(
    snapshot: Annotated[Path | None, typer.Argument(help="Snapshot folder. Default: the newest.")] = None,
    output: Output = HERE,
    archive: Annotated[Path | None, typer.Option(help="Archive folder. Default: the output folder's.")] = None,
    to: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Default: evidence/kota-cerdas-<version>.wacz in the output folder."),
    ] = None,
    sign: Annotated[Path | None, typer.Option(metavar="KEY", help="Sign the attestation with this secret key.")] = None,
    attestation: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write only the in-toto attestation, and no bundle.")
    ] = None,
    check: Annotated[Path | None, typer.Option(metavar="FILE", help="Check a bundle instead of making one.")] = None,
    public_key: Annotated[
        str | None,
        typer.Option(metavar="KEY", help="With --check: the publisher's .pub file, or the key itself (RW...)."),
    ] = None,
    extract: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="With --check: keep what was unpacked, where it is found good."),
    ] = None,
) -> None:
    """Pack a snapshot, the WARC files behind it, an index and an in-toto attestation into one WACZ file; or check such a file. Offline.

    Everything is read and verified while it is packed. Exit code 1: something does not match.

    Examples:

        kotacerdas evidence

        kotacerdas evidence output/public/snapshots/2026-11-23.1 --sign minisign.key --to kota-cerdas.wacz

        kotacerdas evidence --check kota-cerdas.wacz --public-key minisign.pub --extract unpacked
    """
    if check is None:
        if public_key or extract:
            raise UsageError("--public-key and --extract are for a bundle that is checked.", "Add --check FILE.")
        _pack(snapshot, Workspace(output), archive, to, sign, attestation)
        return
    if snapshot or archive or to or sign or attestation:
        raise UsageError("--check looks at one bundle and makes none.", "Leave out what is for packing.")
    raise typer.Exit(_check(check, public_key, extract))


def _pack(
    snapshot: Path | None,
    workspace: Workspace,
    archive: Path | None,
    to: Path | None,
    sign: Path | None,
    attestation: Path | None,
) -> None:
    folder = snapshot or publish.latest(workspace.public)
    target = to or workspace.root / "evidence" / f"kota-cerdas-{folder.name}.wacz"
    if target.suffix != ".wacz":
        raise UsageError(f"{target} does not end in .wacz, by which readers know the format.", "Name it so.")
    key = read_secret_key(sign, password) if sign else None
    with live(err) as listener:
        plan = plan_bundle(folder, archive or workspace.archive, key, listener.step)
    if attestation:
        write_attestation(plan, attestation)
        out.print(f"Wrote the attestation of snapshot {plain(plan.version)}: {plain(str(attestation))}", soft_wrap=True)
        return
    err.print(f"Writing {_size(plan)} to {plain(str(target))}.", soft_wrap=True)
    write_bundle(plan, target)
    out.print(
        f"Packed snapshot {plain(plan.version)}: {plan.captures:,} captures in {plan.warc_files:,} WARC files, "
        f"{len(plan.members):,} files in all, {'signed' if key else 'not signed'}."
    )
    out.print(f"  {plain(str(target))}", soft_wrap=True)
    out.print(f"  SHA-256 {sha256_of(target)}")
    out.print("It holds the captured pages in full, which keep their publishers' rights.", soft_wrap=True)


def _check(bundle: Path, public_key: str | None, extract: Path | None) -> int:
    """Returns the exit code."""
    key = read_public_key(public_key) if public_key else None
    with _folder(extract) as folder:
        with live(err) as listener:
            found, results = check_bundle(bundle, folder, key, listener.step)
        show_checks(out, results)
        if any(result.blocking and not result.passed for result in results):
            err.print("[bold]next:[/] do not rely on this bundle; fetch it again from where it is kept.")
            return 1
        if extract:
            os.replace(folder, extract)  # noqa: PTH105 - over an empty folder, too
    shown = extract or Path("FOLDER")
    out.print("[bold green]the bundle is what it says[/]" + ("" if extract else "; with --extract FOLDER, go on with:"))
    _say_next(found, shown, public_key)
    return 0


def _say_next(found: Unpacked, folder: Path, public_key: str | None) -> None:
    snapshot = folder / found.snapshot.relative_to(found.folder)
    # The snapshot may be signed in the bundle's attestation only, and verify asks for a signature of its own.
    signed = f" --public-key {public_key}" if public_key and layout.SNAPSHOT_SIGNATURE in found.found else ""
    command = f"kotacerdas verify {snapshot} --archive {folder / 'archive'}{signed}"
    out.print(f"  {plain(command)}", soft_wrap=True)


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    """An empty folder to unpack to, gone afterwards: beside the one where it will be kept, or among temporary files."""
    if kept is None:
        with tempfile.TemporaryDirectory(prefix="kotacerdas-") as folder:
            yield Path(folder)
        return
    if kept.exists() and (not kept.is_dir() or any(kept.iterdir())):
        raise UsageError(f"{kept} is there already, and is not empty.", "Name a new folder.")
    staged = kept.absolute().parent / f"{PREFIX}{kept.name}"
    try:
        staged.mkdir(parents=True)
    except OSError as error:
        raise MachineError(f"Cannot make {staged}: {error.strerror}.", "Name a folder that can be made.") from error
    try:
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _size(plan: Plan) -> str:
    return f"{plan.byte_count / 1_000_000:,.1f} MB"
