"""A dataset on a CKAN portal, by its action API: look at what is there, plan the calls that are missing, make them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from ckanapi import CKANAPIError, NotAuthorized, NotFound, RemoteCKAN, ValidationError
from ckanapi.errors import ServerIncompatibleError

from pipeline.errors import PortalError, UsageError
from pipeline.publish import wording
from pipeline.publish.portals.dataset import DATASET_KEY, FILE_KEY, Dataset, dataset_of
from pipeline.publish.portals.plan import Call, plan
from pipeline.publish.portals.session import (
    TOKEN_VARIABLE,
    TOO_LARGE_HINT,
    PortalSession,
    Token,
    checked_address,
    is_loopback,
)
from pipeline.publish.portals.snapshot import Snapshot
from pipeline.publish.portals.watch import Watch
from pipeline.publish.versions import VERSION, version_order

_NAME = re.compile(r"[a-z0-9_-]{2,100}")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for. `link`: leave the files at the publisher's address. `older`: go back to an older version."""

    organization: str
    dataset: str = wording.NAME
    link: bool = False
    private: bool = False
    older: bool = False


class Portal:
    """A portal at its address. Every call ends in the API's answer, or in a PortalError that does not hold the token."""

    def __init__(self, address: str, token: Token, watch: Watch) -> None:
        self.address = checked_address(address)
        self.token = token
        session = PortalSession(token, watch)
        session.trust_env = not is_loopback(address)  # a proxy would take the token off this machine
        self._ckan = RemoteCKAN(self.address, user_agent="kotacerdas", session=session)

    def read(self, action: str, **data: Any) -> Any:
        """None where what is asked for is not there."""
        with self._plainly(action):
            try:
                return self._ckan.call_action(action, data)
            except NotFound:
                return None

    def make(self, call: Call) -> None:
        """Change what is there. A file is read while it is sent."""
        with ExitStack() as stack, self._plainly(f"{call.action} of {call.what}"):
            files = None
            if call.upload:
                file = stack.enter_context(call.upload.path.open("rb"))
                files = {"upload": (call.upload.path.name, file, call.upload.fields["mimetype"])}
            made = self._ckan.call_action(call.action, dict(call.data), files=files)
        if call.action == "resource_create" and made.get(FILE_KEY) != call.what:
            raise PortalError(
                f"{self.address} does not keep the field {FILE_KEY} of a resource: no later push would find it again.",
                "Its operators must let resources have extra fields (with ckanext-scheming: name the field in the schema).",
            )

    @contextmanager
    def _plainly(self, what: str) -> Iterator[None]:
        try:
            yield
        except ValidationError as error:
            message = f"refused {what}: {'; '.join(_by_field(error.error_dict))}"
            hint = "Mend what the portal names, in the publisher file or with its operators, and push again."
            if "upload" in error.error_dict:  # CKAN's own limit; a web server before it answers 413
                hint = TOO_LARGE_HINT
        except NotAuthorized:
            message = f"does not permit {what} with this token."
            hint = "Ask an administrator of the organisation for the role of an editor, or use a token of a user who has it."
        except NotFound:
            message = f"no longer has what {what} is about."
            hint = "Somebody may have removed it in this moment: push again."
        except (CKANAPIError, ServerIncompatibleError) as error:
            message = f"failed at {what}: {str(error)[:300]}"
            hint = (
                "Its operators find the reason in its log. Push again when it is mended: the push goes on where it was."
            )
        else:
            return
        raise PortalError(f"{self.address} {self.token.blanked(message)}", hint)


def plan_push(portal: Portal, snapshot: Snapshot, wish: Wish) -> tuple[Call, ...]:
    """The calls that would make the portal show the snapshot; none where it does. Writes nothing."""
    if not _NAME.fullmatch(wish.dataset):
        raise UsageError(
            f"{wish.dataset!r} is no name of a dataset.", "A name has 2 to 100 characters: a to z, 0 to 9, - and _."
        )
    if is_loopback(snapshot.base_url) and not is_loopback(portal.address):
        raise UsageError(
            f"The snapshot says that it is served at {snapshot.base_url}, which leads nowhere for a portal's readers.",
            "Fill in a publisher file with the public address, and publish with --publisher before you push.",
        )
    organization = _organization(portal, wish.organization)
    there = portal.read("package_show", id=wish.dataset)
    if there is not None:
        _check_ours(there, snapshot, organization, wish)
    dataset = dataset_of(snapshot, wish.dataset)
    fields = {
        **dataset.fields,
        "owner_org": organization["id"],
        "license_id": _licence(portal.read("license_list") or ()),
    }
    wanted: Dataset = replace(dataset, fields=fields)
    return plan(there, wanted, link=wish.link, private=wish.private)


def carry_out(portal: Portal, calls: Sequence[Call], watch: Watch) -> None:
    """Make the calls in their order; the first that fails ends it, and the next push plans what is still missing."""
    watch.begin(sum(call.byte_count for call in calls))
    for number, call in enumerate(calls, start=1):
        size = f" ({call.byte_count:,} bytes)" if call.upload else ""
        watch.step(f"{number} of {len(calls)}: {call.action} {call.what}{size}")
        portal.make(call)


def _organization(portal: Portal, name: str) -> Mapping[str, Any]:
    """The organisation, in which the token (where there is one) may make datasets."""
    if portal.token:
        permitted = portal.read("organization_list_for_user", permission="create_dataset")
        for organization in permitted:
            if name in (organization["name"], organization["id"]):
                return dict(organization)
        names = ", ".join(sorted(organization["name"] for organization in permitted))
        allowed = f"It may make datasets in: {names}." if names else f"Is {TOKEN_VARIABLE} a token of this portal?"
    found = portal.read("organization_show", id=name, include_datasets=False)
    if found is None:
        raise UsageError(
            f"{portal.address} has no organisation {name!r}.", "Give --organization its name as in its page's address."
        )
    if portal.token:
        raise PortalError(
            f"The token may make no datasets in the organisation {name!r}.",
            f"Ask its administrator for the role of an editor. {allowed}",
        )
    return dict(found)


def _check_ours(there: Mapping[str, Any], snapshot: Snapshot, organization: Mapping[str, Any], wish: Wish) -> None:
    other_name = "Choose another name with --dataset."
    if there.get("state") == "deleted":
        raise UsageError(
            f"The dataset {wish.dataset} was deleted on the portal.", f"Have it restored or purged there. {other_name}"
        )
    if DATASET_KEY not in {extra["key"] for extra in there.get("extras", ())}:
        raise UsageError(f"The dataset {wish.dataset} is there, and was not made by a push.", other_name)
    owner = there.get("organization") or {}
    if owner.get("id") != organization["id"]:
        raise UsageError(
            f"The dataset {wish.dataset} belongs to the organisation {owner.get('name')!r}.",
            f"Push to that organisation, or have the dataset moved on the portal. {other_name}",
        )
    newest = there.get("version") or ""
    if VERSION.fullmatch(newest) and version_order(newest) > version_order(snapshot.version) and not wish.older:
        raise UsageError(
            f"The portal shows version {newest}, which is newer than {snapshot.version}.",
            "Push the newest snapshot; to go back on purpose, add --older.",
        )


def _licence(known: Iterable[Mapping[str, Any]]) -> str:
    """The portal's own name of CC BY 4.0; else of CC BY, the only one that CKAN comes with, so that the dataset counts as open.

    The exact licence stands on each resource in any case.
    """
    address = wording.LICENCE_URL.removeprefix("https://").rstrip("/")
    held = {licence["id"].casefold(): licence for licence in known}
    by_address = [licence["id"] for licence in held.values() if address in (licence.get("url") or "")]
    by_name = [held[name]["id"] for name in (wording.LICENCE_NAME.casefold(), "cc-by") if name in held]
    return str(next(iter([*by_address, *by_name]), wording.LICENCE_NAME.casefold()))


def _by_field(errors: Mapping[str, Any], before: str = "") -> Iterator[str]:
    """CKAN's validation errors, one sentence a field: a field has a list of messages, or of the errors of each of its items."""
    for field, found in errors.items():
        if field in ("__type", "message") and not before:
            continue
        name = f"{before}{field}"
        items = found if isinstance(found, list) else [found]
        for number, item in enumerate(items):
            if isinstance(item, dict):
                yield from _by_field(item, f"{name}[{number}].")
            else:
                yield f"{name}: {item}"
