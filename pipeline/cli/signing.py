"""`kotacerdas keys`: a local key to sign with, and the signature of a published snapshot."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline import publish
from pipeline.audit.keys import new_key, public_file_of, read_secret_key, text_of
from pipeline.audit.signatures import sign_snapshot
from pipeline.cli.reports import plain, show_checks
from pipeline.cli.terminal import HERE, Output, err, out
from pipeline.errors import UsageError
from pipeline.workspace import Workspace

PASSWORD_VARIABLE = "KOTACERDAS_KEY_PASSWORD"  # noqa: S105 - the name of a variable
_ASKED = "Set it in the environment variable " + PASSWORD_VARIABLE

Key = Annotated[Path, typer.Option("--key", help="The secret key, as `kotacerdas keys new` or `minisign -G` made it.")]

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")


@app.callback()
def keys() -> None:
    """A key of your own that readers know you by, and signatures made with it. The files are minisign's.

    Examples:

        kotacerdas keys new minisign.key

        kotacerdas keys sign --key minisign.key
    """


@app.command("new")
def new(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The secret key to make; the public one ends in .pub.")],
    without_password: Annotated[
        bool, typer.Option("--without-password", help="Whoever reads the file can sign: for a machine of its own.")
    ] = False,
) -> None:
    """Make a key pair. The password is asked for, or read from KOTACERDAS_KEY_PASSWORD; it is never shown.

    Examples:

        kotacerdas keys new minisign.key
    """
    made = new_key(path, "" if without_password else _new_password())
    out.print(f"Wrote the secret key to {plain(str(path))}: keep it, and keep it to yourself.", soft_wrap=True)
    out.print(f"Wrote the public key to {plain(str(public_file_of(path)))}: hand it on. It is", soft_wrap=True)
    out.print(f"  {text_of(made)}")


@app.command("sign")
def sign(
    key: Key,
    snapshot: Annotated[Path | None, typer.Argument(help="Snapshot folder. Default: the newest.")] = None,
    output: Output = HERE,
) -> None:
    """Sign a published snapshot, in signatures/ beside snapshots/: its files stay as they are. It is checked first.

    Exit code 1: the snapshot is not whole, and was not signed.

    Examples:

        kotacerdas keys sign --key minisign.key

        kotacerdas keys sign --key minisign.key output/public/snapshots/2026-11-23.1
    """
    folder = snapshot or publish.latest(Workspace(output).public)
    failed = [result for result in publish.check(folder) if result.blocking and not result.passed]
    if failed:
        show_checks(err, failed)
        raise typer.Exit(1)
    signature = sign_snapshot(folder, read_secret_key(key, password))
    out.print(f"Signed {plain(folder.name)}: {plain(str(signature))}", soft_wrap=True)


def password() -> str:
    """The password of a key: from the environment, else asked for on the terminal."""
    return _from_environment() or str(typer.prompt("Password of the key", hide_input=True, err=True))


def _new_password() -> str:
    if found := _from_environment():
        return found
    return str(typer.prompt("Password for the new key", hide_input=True, confirmation_prompt=True, err=True))


def _from_environment() -> str:
    found = os.environ.get(PASSWORD_VARIABLE, "")
    if not found and not sys.stdin.isatty():
        raise UsageError("The key's password is needed, and there is no terminal to ask for it on.", f"{_ASKED}.")
    return found
