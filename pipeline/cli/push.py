"""`kotacerdas push`: what is published goes to a portal, a folder or a bucket; with --dry-run, only what would be sent is shown."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from pipeline import publish
from pipeline.cli.reports import plain
from pipeline.cli.terminal import HERE, Output, err, out
from pipeline.errors import UsageError
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.publish.portals.plan import Call
    from pipeline.publish.portals.store import Store
    from pipeline.publish.portals.watch import Watch

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be sent and changed, and send nothing.")]

Verify = Annotated[bool, typer.Option("--verify", help="Read every file back that is there, and compare its SHA-256.")]


@app.callback()
def push() -> None:
    """Send what is published to a CKAN portal, a folder or an S3 bucket. A second push sends only what is new.

    Examples:

        kotacerdas push ckan --url https://data.example.go.id --organization kominfo --dry-run

        kotacerdas push folder /srv/www/kota-cerdas

        kotacerdas push s3 my-bucket/kota-cerdas
    """


@app.command()
def ckan(
    url: Annotated[str, typer.Option(help="The portal's front page. https, unless it is on this machine.")],
    organization: Annotated[str, typer.Option(help="The portal's organisation that is to own the dataset.")],
    output: Output = HERE,
    snapshot: Annotated[Path | None, typer.Option(help="Snapshot folder. Default: the newest.")] = None,
    dataset: Annotated[str, typer.Option(help="The dataset's name on the portal, as in its address.")] = "kota-cerdas",
    link: Annotated[
        bool,
        typer.Option("--link/--upload", help="Link to the files at the publisher's address, or upload them."),
    ] = False,
    private: Annotated[
        bool, typer.Option("--private", help="A new dataset stays private, for people to look at first.")
    ] = False,
    older: Annotated[bool, typer.Option("--older", help="Go back from a newer version that the portal shows.")] = False,
    dry_run: DryRun = False,
) -> None:
    """Show a snapshot as a dataset on a CKAN portal. The token comes from KOTACERDAS_CKAN_TOKEN, and from nowhere else.

    Files whose bytes are there already are not sent again. A push that was cut is completed by the next one. Files that are no
    longer published are removed from the dataset; what people added on the portal stays.

    Examples:

        kotacerdas push ckan --url https://data.example.go.id --organization kominfo --dry-run

        kotacerdas push ckan --url https://data.example.go.id --organization kominfo

        kotacerdas push ckan --url https://data.example.go.id --organization kominfo --link
    """
    with _portals():
        from pipeline.publish.portals import ckan as portals
        from pipeline.publish.portals.session import Token
        from pipeline.publish.portals.snapshot import read_snapshot
    held = read_snapshot(snapshot or publish.latest(Workspace(output).public))
    with _progress() as watch:
        portal = portals.Portal(url, Token.from_environment(), watch)
        if not portal.token and not dry_run:
            raise UsageError(
                "There is no token.",
                "Make one on your page of the portal (API Tokens), and put it into KOTACERDAS_CKAN_TOKEN.",
            )
        wish = portals.Wish(organization, dataset, link, private, older)
        calls = portals.plan_push(portal, held, wish)
        if not dry_run:
            portals.carry_out(portal, calls, watch)
    page = f"{portal.address}/dataset/{dataset}"
    if not calls:
        out.print(f"[bold]Nothing to do:[/] {plain(page)} shows {held.version} as it is.", soft_wrap=True)
    elif dry_run:
        _show_calls(calls)
    else:
        sent = sum(call.byte_count for call in calls)
        out.print(f"[bold green]Pushed {held.version}[/]: {len(calls)} calls, {sent:,} bytes of files.")
        out.print(f"  {plain(page)}", soft_wrap=True)


@app.command()
def folder(
    destination: Annotated[
        Path, typer.Argument(metavar="DEST", help="A folder, such as one that a web server serves.")
    ],
    output: Output = HERE,
    verify: Verify = False,
    dry_run: DryRun = False,
) -> None:
    """Copy all that is published to a folder: missing files first, then what leads to them. Old snapshots stay as they are.

    Examples:

        kotacerdas push folder /srv/www/kota-cerdas --dry-run

        kotacerdas push folder /srv/www/kota-cerdas

        kotacerdas push folder /mnt/backup/kota-cerdas --verify
    """
    with _portals():
        from pipeline.publish.portals import files, store
    files.check_apart(Workspace(output).public, destination)
    _deliver(output, store.folder(destination), verify, dry_run)


@app.command()
def s3(
    destination: Annotated[str, typer.Argument(metavar="BUCKET/PREFIX", help="The bucket, which must exist.")],
    output: Output = HERE,
    endpoint: Annotated[
        str | None, typer.Option(envvar="AWS_ENDPOINT_URL", help="Address of an S3 service other than Amazon's.")
    ] = None,
    verify: Verify = False,
    dry_run: DryRun = False,
) -> None:
    """Copy all that is published to an S3 bucket: missing files first, then what leads to them. Old snapshots stay as they are.

    Credentials are found as the AWS tools find them: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or the machine's role.

    Examples:

        kotacerdas push s3 my-bucket/kota-cerdas --dry-run

        kotacerdas push s3 my-bucket/kota-cerdas

        kotacerdas push s3 my-bucket --endpoint https://s3.example.org
    """
    with _portals():
        from pipeline.publish.portals import store
    _deliver(output, store.bucket(destination, endpoint), verify, dry_run)


def _deliver(output: Path, place: "Store", verify: bool, dry_run: bool) -> None:
    from pipeline.publish.portals.files import deliver, plan_delivery
    from pipeline.publish.portals.shelf import read_shelf

    shelf = read_shelf(Workspace(output).public)
    deliveries = plan_delivery(shelf, place, verify=verify)
    byte_count = sum(delivery.byte_count for delivery in deliveries)
    if not deliveries:
        out.print(
            f"[bold]Nothing to do:[/] {plain(str(place))} holds all {len(shelf.versions)} snapshots as published."
        )
    elif dry_run:
        for delivery in deliveries:
            was = "new" if delivery.before is None else f"replaces {delivery.before:,} bytes"
            out.print(f"{plain(delivery.name)}: {delivery.byte_count:,} bytes, {was}", soft_wrap=True)
        out.print(f"Dry run: {len(deliveries)} files, {byte_count:,} bytes would be sent; nothing was.")
    else:
        with _progress() as watch:
            deliver(deliveries, place, watch)
        out.print(f"[bold green]Pushed[/] {len(deliveries)} files, {byte_count:,} bytes, to {plain(str(place))}.")


def _show_calls(calls: "Sequence[Call]") -> None:
    for call in calls:
        size = f", uploads {call.byte_count:,} bytes" if call.upload else ""
        out.print(f"[bold]{call.action}[/] {plain(call.what)}{size}", soft_wrap=True)
        for change in call.changes:
            before, after = (plain(_short(value)) for value in (change.before, change.after))
            out.print(f"    {plain(change.field)}: {f'{before} -> ' if before else ''}{after}", soft_wrap=True)
    sent = sum(call.byte_count for call in calls)
    out.print(f"Dry run: {len(calls)} calls and {sent:,} bytes of files would be sent; nothing was.")


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= 80 else f"{line[:77]}..."


@contextmanager
def _portals() -> Iterator[None]:
    """Import the extra `portals` inside; without it, say what installs it."""
    try:
        yield
    except ImportError as error:
        raise UsageError(
            f"Pushing needs the Python package {error.name}, which is not installed here.",
            "Install the project's pinned packages (make setup), or the extra: pip install 'kotacerdas[portals]'",
        ) from error


@contextmanager
def _progress() -> "Iterator[Watch]":
    """A bar of bytes and what is being sent; where the terminal cannot move, one line a step."""
    from pipeline.publish.portals.watch import Watch

    if not err.is_terminal:
        yield Watch(step=lambda sentence: err.print(plain(sentence), soft_wrap=True))
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield Watch(
            begin=lambda byte_count: bar.update(task, total=byte_count),
            step=lambda sentence: bar.update(task, description=plain(sentence)),
            sent=lambda byte_count: bar.update(task, advance=byte_count),
        )
