"""The calls that make a portal show what it should: the difference between a dataset as it is there and as it is wanted. Pure.

Their order keeps the portal honest when a push is cut: a new dataset is made private and without a version; files come next,
then what is no longer published goes; the dataset's own fields, its version among them, come last.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.publish.portals.dataset import DATASET_KEY, FILE_KEY, SHA256_KEY, Dataset, Resource


@dataclass(frozen=True, slots=True)
class Change:
    """One field: empty before where it is new, empty after where it goes."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Call:
    """One action of CKAN's API on `what`. `upload` is the file that goes with it, `changes` what it makes different."""

    action: str
    what: str
    data: Mapping[str, Any]
    changes: tuple[Change, ...]
    upload: Resource | None = None

    @property
    def byte_count(self) -> int:
        return self.upload.byte_count if self.upload else 0


def plan(there: Mapping[str, Any] | None, wanted: Dataset, *, link: bool, private: bool) -> tuple[Call, ...]:
    """No call where nothing differs. `there` is the answer of package_show; null where the portal has no such dataset.

    `link`: resources point at the publisher's own address instead of being uploaded. `private`: a dataset that this makes stays so.
    What people add on the portal stays: tags, extras, resources, and whether the dataset is private once it is complete.
    """
    calls: list[Call] = []
    if there is None:
        minimal = {name: wanted.fields[name] for name in ("name", "title", "owner_org", "license_id")}
        data = minimal | {"private": True, "extras": _as_extras({DATASET_KEY: wanted.name})}
        calls.append(Call("package_create", f"dataset {wanted.name}", data, _changes({}, {**minimal, "private": True})))
        there = data
    held, left_over = _ours(there, wanted)
    for resource in wanted.resources:
        calls += _resource_calls(held.get(resource.file), resource, wanted.name, link)
    for old in left_over:
        file = old[FILE_KEY]
        calls.append(Call("resource_delete", file, {"id": old["id"]}, (Change(FILE_KEY, file, ""),)))
    calls += _last(there, wanted, private)
    return tuple(calls)


def _ours(there: Mapping[str, Any], wanted: Dataset) -> tuple[dict[str, Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Of the resources that pushes made: the one of each wanted file, and those that are no longer published or there twice."""
    files = {resource.file for resource in wanted.resources}
    held: dict[str, Mapping[str, Any]] = {}
    left_over = []
    for resource in there.get("resources", ()):
        file = resource.get(FILE_KEY)
        if file in files and file not in held:
            held[file] = resource
        elif file:
            left_over.append(resource)
    return held, left_over


def _resource_calls(there: Mapping[str, Any] | None, wanted: Resource, dataset: str, link: bool) -> Iterator[Call]:
    everything = {**wanted.fields, **wanted.content}
    if there is None:
        data = {"package_id": dataset, **everything} | ({"url": wanted.url} if link else {})
        yield Call("resource_create", wanted.file, data, _changes({}, everything), None if link else wanted)
        return
    uploaded = there.get("url_type") == "upload"
    moved = {"url": wanted.url} if link and there.get("url") != wanted.url else {}
    if there.get(SHA256_KEY) != wanted.sha256 or uploaded is link:
        data = {"id": there["id"], **everything, **moved} | ({"clear_upload": "true"} if link and uploaded else {})
        upload = None if link else wanted
        yield Call("resource_patch", wanted.file, data, _changes(there, {**everything, **moved}), upload)
    elif changes := _changes(there, {**wanted.fields, **moved}):
        data = {"id": there["id"], **{change.field: change.after for change in changes}}
        yield Call("resource_patch", wanted.file, data, changes)


def _last(there: Mapping[str, Any], wanted: Dataset, private: bool) -> Iterator[Call]:
    """The dataset's own fields. Before its first version it is hidden because it is not whole; afterwards that is for people to say."""
    changes = _changes(there, wanted.fields)
    data: dict[str, Any] = {change.field: change.after for change in changes}
    if not there.get("version") and there.get("private") and not private:
        data["private"] = False
        changes = (*changes, Change("private", "True", "False"))
    tags = [tag["name"] for tag in there.get("tags", ())]
    if missing := [tag for tag in wanted.tags if tag not in tags]:
        data["tags"] = [{"name": tag} for tag in (*tags, *missing)]
        changes = (*changes, *(Change("tag", "", tag) for tag in missing))
    extras = {extra["key"]: extra["value"] for extra in there.get("extras", ())}
    if different := _changes(extras, wanted.extras):
        data["extras"] = _as_extras({**extras, **wanted.extras})
        changes = (*changes, *different)
    if changes:
        yield Call("package_patch", f"dataset {wanted.name}", {"id": wanted.name, **data}, changes)


def _changes(there: Mapping[str, Any], wanted: Mapping[str, Any]) -> tuple[Change, ...]:
    """CKAN keeps an empty value as null, and spells formats that it knows in its own case."""
    changes = []
    for field, value in wanted.items():
        before, after = str(there.get(field) or ""), str(value)
        same = before.casefold() == after.casefold() if field == "format" else before == after
        if not same:
            changes.append(Change(field, before, after))
    return tuple(changes)


def _as_extras(values: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in values.items()]
