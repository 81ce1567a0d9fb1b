"""Key files to sign with, in minisign's own format: made, read and kept so that only their owner can."""

import os
from collections.abc import Callable
from pathlib import Path

from minisign import Error, KeyPair, PublicKey, SecretKey

from pipeline.errors import MachineError, UsageError

_MOST_BYTES = 16_384
"""A key file has two lines, a signature four; a stranger's file is not read further."""


def read_small(path: Path) -> bytes:
    """The beginning of a file, no longer than one of ours can be. May raise OSError."""
    with path.open("rb") as file:
        return file.read(_MOST_BYTES)


def public_file_of(key: Path) -> Path:
    """Where the public half of a new key is written: 'minisign.pub' beside 'minisign.key'."""
    return key.with_suffix(".pub")


def new_key(path: Path, password: str) -> PublicKey:
    """Make a key pair: the secret half at `path`, readable by its owner only, the public half beside it as `.pub`.

    The secret half is encrypted with the password, unless that is empty. UsageError where one of the files is there already: a key
    that is written over is lost, and with it the name that readers know the publisher by.
    """
    public = public_file_of(path)
    if public == path:
        raise UsageError(f"{path} is the name of a public key.", "Name the secret one, e.g. minisign.key.")
    for target in (path, public):
        if target.exists() or target.is_symlink():
            raise UsageError(f"{target} exists already, and is left as it is.", "Give the new key another name.")
    pair = KeyPair.generate()
    if password:
        pair.secret_key.encrypt(password)
    try:
        for target, content, mode in ((path, bytes(pair.secret_key), 0o600), (public, bytes(pair.public_key), 0o644)):
            with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
                file.write(content + b"\n")
    except OSError as error:
        raise MachineError(
            f"Cannot write {target}: {error.strerror or error}.", "Name a folder that you may write to."
        ) from error
    pair.secret_key.wipe()
    return pair.public_key


def read_secret_key(path: Path, password: Callable[[], str]) -> SecretKey:
    """The secret key of that file, ready to sign; `password` is asked only where the key is encrypted.

    UsageError where the file is no secret key, or the password is not its own.
    """
    try:
        key = SecretKey.from_bytes(read_small(path).rstrip())
    except (OSError, Error) as error:
        reason = (error.strerror or error) if isinstance(error, OSError) else error
        raise UsageError(
            f"{path} cannot be read as a secret key of minisign: {reason}.",
            "Make one with: kotacerdas keys new minisign.key",
        ) from error
    if key.is_encrypted():
        try:
            key.decrypt(password())
        except Error as error:
            raise UsageError(f"{path} does not open with this password.", "Give the password of this key.") from error
    return key


def read_public_key(named: str) -> PublicKey:
    """The public key of a `.pub` file, or the one that stands in the text itself, as its second line has it (RW...)."""
    path = Path(named)
    try:
        if len(named) < 255 and path.is_file():
            return PublicKey.from_bytes(read_small(path).rstrip())
        return PublicKey.from_base64(named)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"'{named}' is neither the file of a public key nor such a key: {error}.",
            "Give the publisher's .pub file, or its second line (RW...).",
        ) from error


def text_of(key: PublicKey) -> str:
    """The public key as one word, as it is handed on."""
    return str(key.to_base64(), "ascii")
