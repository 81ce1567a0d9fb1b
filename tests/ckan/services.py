"""CKAN 2.12 with PostgreSQL and Redis on loopback, in a folder of its own: installed once, started for a trial, stopped by pid."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.ckan.solr import solr

CKAN = "ckan[requirements]==2.12.0"
DCAT = "ckanext-dcat==2.4.4"
PACKAGES = ("postgresql", "redis-server")
"""Debian's; installed only by root and only where they are missing."""


def installed(home: Path) -> Path:
    """The folder of CKAN's programs. Installs CKAN into an environment of its own below `home`, the first time."""
    programs = home / "venv" / "bin"
    if not (programs / "ckan").exists():
        sys.stdout.write(f"Installing {CKAN} and {DCAT} into {home / 'venv'}\n")
        subprocess.run([sys.executable, "-m", "venv", "--clear", home / "venv"], check=True)
        subprocess.run([programs / "pip", "install", "--quiet", CKAN, DCAT, "setuptools"], check=True)
    if not (_postgres("postgres") and shutil.which("redis-server")):
        if os.getuid() != 0:
            sys.exit(f"Missing on this machine: {' and '.join(PACKAGES)}. Have them installed, then try again.")
        sys.stdout.write(f"Installing Debian's packages: {', '.join(PACKAGES)}\n")
        subprocess.run(["apt-get", "update", "--quiet"], check=True, stdout=subprocess.DEVNULL)
        command = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *PACKAGES]
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        )
    return programs


def _postgres(program: str) -> Path | None:
    """PostgreSQL's own programs stand outside the path on Debian."""
    return next(iter(sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)), None)


@contextmanager
def process(
    command: list[str | Path], log: Path, user: str | None = None, env: Mapping[str, str] | None = None
) -> Iterator[None]:
    """A program that runs while the block does. It is asked to end, and ended after a while if it does not."""
    with log.open("ab") as file:
        started = subprocess.Popen(command, stdout=file, stderr=file, user=user, group=user, env=env, cwd="/")
    try:
        yield
    finally:
        started.terminate()
        try:
            started.wait(20)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


@contextmanager
def running_ckan(programs: Path, folder: Path, plugins: str = "dcat") -> Iterator[tuple[str, Path]]:
    """Its address and its configuration file; every file of its services is in `folder`."""
    ports = {name: _free_port() for name in ("postgres", "redis", "ckan")}
    log = folder / "services.log"
    with ExitStack() as stack:
        database = _database(stack, folder, ports["postgres"], log)
        redis = [
            "redis-server",
            "--bind",
            "127.0.0.1",
            "--port",
            str(ports["redis"]),
            "--save",
            "",
            "--dir",
            str(folder),
        ]
        stack.enter_context(process(redis, log))
        schema = next((programs.parent / "lib").glob("python*/site-packages/ckan/config/solr/schema.xml"))
        settings = {
            "sqlalchemy.url": database,
            "solr_url": stack.enter_context(solr(schema)),
            "ckan.redis.url": f"redis://127.0.0.1:{ports['redis']}/0",
            "ckan.site_url": f"http://127.0.0.1:{ports['ckan']}",
            "ckan.storage_path": str(folder / "storage"),
            "ckan.plugins": plugins,
            "ckan.max_resource_size": "2",
        }
        configuration = folder / "ckan.ini"
        ckan: list[str | Path] = [programs / "ckan", "--config", configuration]
        _run([programs / "ckan", "generate", "config", configuration])
        _run(
            [programs / "ckan", "config-tool", configuration, *(f"{key} = {value}" for key, value in settings.items())]
        )
        _run([*ckan, "db", "init"])
        serve = [*ckan, "run", "--host", "127.0.0.1", "--port", str(ports["ckan"]), "--disable-reloader"]
        stack.enter_context(process(serve, log))
        _wait_for(f"{settings['ckan.site_url']}/api/3/action/status_show", log)
        yield settings["ckan.site_url"], configuration


def _database(stack: ExitStack, folder: Path, port: int, log: Path) -> str:
    """PostgreSQL refuses to run as root, so root lends it a user."""
    user = "postgres" if os.getuid() == 0 else None
    data = folder / "postgres"
    data.mkdir()
    if user:
        shutil.chown(data, user, user)
    initdb, server = _postgres("initdb"), _postgres("postgres")
    assert initdb
    assert server
    subprocess.run(
        [initdb, "--pgdata", data, "--auth", "trust", "--username", "ckan", "--encoding", "UTF8", "--no-sync"],
        check=True,
        user=user,
        group=user,
        stdout=subprocess.DEVNULL,
        cwd="/",
    )
    command: list[str | Path] = [
        server,
        "-D",
        data,
        "-p",
        str(port),
        "-c",
        "listen_addresses=127.0.0.1",
        "-k",
        data,
        "-F",
    ]
    stack.enter_context(process(command, log, user))
    for _ in range(100):
        done = subprocess.run(
            ["createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "ckan", "ckan"], capture_output=True
        )
        if done.returncode == 0:
            return f"postgresql://ckan@127.0.0.1:{port}/ckan"
        time.sleep(0.2)
    sys.exit(f"PostgreSQL did not start: {done.stderr.decode()}. Its log: {log}")


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stdout}{done.stderr}")


def _wait_for(address: str, log: Path) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    sys.exit(f"CKAN did not answer at {address}. The log: {log}\n{log.read_text()[-3000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
