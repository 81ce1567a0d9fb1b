"""Signatures of what is published: minisign's detached ones, made with a local key and checked by our command or by minisign's.

A snapshot is signed by its SHA256SUMS, which lists the hash of each of its files. The signature stands outside the snapshot's
folder, because that never changes: in `signatures/<version>.minisig` beside `snapshots/`.
"""

from pathlib import Path

from minisign import PublicKey, SecretKey, Signature, VerifyError

from pipeline.audit.keys import read_small, text_of
from pipeline.audit.published import Published
from pipeline.errors import MachineError
from pipeline.model import CheckResult
from pipeline.publish import stage
from pipeline.publish.checksums import FILE_NAME, is_regular

FOLDER = "signatures"
SUFFIX = ".minisig"


def signature_path(snapshot: Path) -> Path:
    """Where the signature of a published snapshot stands: `public/signatures/2026-11-23.1.minisig`."""
    return snapshot.absolute().parent.parent / FOLDER / f"{snapshot.name}{SUFFIX}"


def comment(published: Published) -> str:
    """What is signed along with the file, for people: which version, and its moment. It names nobody and no hour of signing."""
    package = published.package
    return f"Kota Cerdas snapshot {package.get('version')}, as of {package.get('created')}"


def signature_of(file: Path, key: SecretKey, said: str) -> bytes:
    """The signature file over `file`; `said` is its trusted comment. The same file, key and comment give the same bytes."""
    with file.open("rb") as content:
        return bytes(key.sign(content, trusted_comment=said)) + b"\n"


def sign_snapshot(snapshot: Path, key: SecretKey, target: Path | None = None) -> Path:
    """Sign a whole snapshot (which the caller has checked) and write the signature to its place, or to `target`.

    MachineError where the disk refuses; the signature that was there, if any, is then as it was.
    """
    target = target or signature_path(snapshot)
    staged = target.with_name(f"{stage.PREFIX}{target.name}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        staged.write_bytes(signature_of(snapshot / FILE_NAME, key, comment(Published(snapshot))))
        stage.put_file(staged, target)
    except OSError as error:
        raise MachineError(
            f"Cannot write the signature {target}: {error.strerror or error}.",
            "Free some disk space, or mend the folder's rights, then sign again.",
        ) from error
    finally:
        staged.unlink(missing_ok=True)
    return target


def check_signature(snapshot: Path, signatures: Path | None = None, public_key: PublicKey | None = None) -> CheckResult:
    """Whether the snapshot's SHA256SUMS is signed with that key. Whether the files are those of SHA256SUMS, `publish.check` says.

    `signatures`: the signature file, or a folder with `<version>.minisig`; default: `signatures/` beside `snapshots/`. A result that
    is not blocking means that nothing could be checked: there is no signature, or no public key to check it with. With a public key
    there must be a signature, and a good one.
    """
    path = signatures or signature_path(snapshot)
    if path.is_dir():
        path /= f"{snapshot.name}{SUFFIX}"
    return check_detached(snapshot / FILE_NAME, path, public_key, f"snapshot {snapshot.name}")


def check_detached(file: Path, signature: Path, public_key: PublicKey | None, what: str) -> CheckResult:
    """The same of any file; `what` names for people what it stands for."""
    if not signature.exists():
        summary = f"The {what} is not signed: there is no {signature.name}"
        return CheckResult("signature", False, public_key is not None, summary)
    try:
        if not (is_regular(signature) and is_regular(file)):
            raise ValueError("it is a link or a device, and no file")
        found = Signature.from_bytes(read_small(signature).rstrip())
        if public_key is None:
            summary = f"The {what} is signed, which was not checked: no public key was given"
            return CheckResult("signature", False, False, summary, (f"It says: {found.trusted_comment}",))
        with file.open("rb") as content:
            public_key.verify(content, found)
    except VerifyError as error:
        other = "identifiers" in str(error)
        reason = "it is of another key" if other else "the file, or what the signature says of it, was changed"
    except (OSError, ValueError) as error:
        reason = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
    else:
        summary = f"The {what} is signed with the key {text_of(public_key)}, which says: {found.trusted_comment}"
        return CheckResult("signature", True, True, summary)
    finding = f"{signature.name} does not sign {file.name}: {reason}."
    return CheckResult("signature", False, True, f"The {what} is signed", (finding,))
