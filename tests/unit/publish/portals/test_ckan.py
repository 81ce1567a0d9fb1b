"""Pushes to a portal: made once, made again, cut at every call, and what a person must be told."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.errors import KotaCerdasError, PortalError, UsageError
from pipeline.publish.portals.ckan import Portal, Wish, carry_out, plan_push
from pipeline.publish.portals.dataset import FILE_KEY, SHA256_KEY
from pipeline.publish.portals.plan import Call
from pipeline.publish.portals.session import Token
from pipeline.publish.portals.snapshot import Snapshot
from pipeline.publish.portals.watch import Watch
from tests.unit.publish.portals.fake_ckan import OTHER, TOKEN, FakeCkan

WISH = Wish("kominfo")

DOCUMENTS = {
    "README.md",
    "CHANGES.md",
    "datapackage.json",
    "catalog.jsonld",
    "catalog.ttl",
    "croissant.json",
    "SHA256SUMS",
}
"""The documents that a portal's page lists beside the data."""


def push(portal: FakeCkan, snapshot: Snapshot, wish: Wish = WISH, watch: Watch | None = None) -> tuple[Call, ...]:
    watch = watch or Watch()
    connected = Portal(portal.address, Token.from_environment(), watch)
    calls = plan_push(connected, snapshot, wish)
    carry_out(connected, calls, watch)
    return calls


def test_a_new_dataset_says_what_the_snapshot_says(portal: FakeCkan, first: Snapshot) -> None:
    push(portal, first)
    dataset = portal.dataset()
    extras = {extra["key"]: extra["value"] for extra in dataset["extras"]}
    assert (dataset["version"], dataset["private"], dataset["license_id"]) == ("2026-11-24.1", False, "cc-by")
    assert "not official statistics" in dataset["notes"]
    assert {tag["name"] for tag in dataset["tags"]} == set(first.package["keywords"])
    assert extras["identifier"] == extras["uri"] == first.package["id"]
    assert (extras["temporal_start"], extras["temporal_end"]) == ("2023-01-01", "2023-12-31")
    resources = {resource[FILE_KEY]: resource for resource in dataset["resources"]}
    described = {resource["path"]: resource for resource in first.package["resources"]}
    assert set(resources) == {*described, *DOCUMENTS}
    for path, resource in resources.items():
        held = (first.folder / path).read_bytes()
        assert portal.files[resource["id"]] == held
        assert (resource["size"], resource["hash"]) == (len(held), first.sha256_of(path))
    csv = resources["data/statements.csv"]
    assert (csv["name"], csv["format"], csv["mimetype"]) == ("Statements (CSV)", "CSV", "text/csv")
    assert "2 rows." in csv["description"]


def test_a_second_push_sends_nothing(portal: FakeCkan, first: Snapshot) -> None:
    push(portal, first)
    writes = portal.writes
    assert push(portal, first) == ()
    assert portal.writes == writes


def test_a_new_version_sends_only_files_that_changed_and_the_version_last(
    portal: FakeCkan, first: Snapshot, second: Snapshot
) -> None:
    push(portal, first)
    calls = push(portal, second)
    uploaded = {call.what for call in calls if call.upload}
    assert "data/statements.csv" in uploaded
    assert "data/units.csv" not in uploaded
    assert {call.action for call in calls[:-1]} == {"resource_patch"}
    assert (calls[-1].action, calls[-1].data["version"]) == ("package_patch", "2026-11-24.2")
    assert push(portal, second) == ()


@pytest.mark.parametrize("after_the_work", [False, True])
def test_a_push_cut_at_every_call_is_completed_and_never_claims_what_is_not_there(
    portal: FakeCkan, first: Snapshot, second: Snapshot, after_the_work: bool
) -> None:
    """Each push is cut at its second call: before the portal heard of it, or after it has done the work."""
    portal.cut_after_the_work = after_the_work
    for snapshot, least_cuts in ((first, 12), (second, 2)):
        cuts = _push_until_whole(portal, snapshot, {first.version: first, second.version: second})
        assert len(cuts) >= least_cuts
        assert all("cannot be reached, or hung up" in cut for cut in cuts)
        assert push(portal, snapshot) == ()
        assert portal.dataset()["version"] == snapshot.version
        assert not portal.dataset()["private"]
        files = [resource[FILE_KEY] for resource in portal.dataset()["resources"]]
        assert len(files) == len(set(files)) == len(first.package["resources"]) + len(DOCUMENTS)


def _push_until_whole(portal: FakeCkan, snapshot: Snapshot, snapshots: dict[str, Snapshot]) -> list[str]:
    """What each push that was cut said."""
    cuts = []
    while len(cuts) < 200:
        portal.cut_at = portal.writes + 2
        try:
            push(portal, snapshot)
        except PortalError as error:
            cuts.append(str(error))
            _assert_honest(portal, snapshots)
        else:
            break
    portal.cut_at = 0
    return cuts


def _assert_honest(portal: FakeCkan, snapshots: dict[str, Snapshot]) -> None:
    """While a new version comes in, each file is the old one or the new one, and says which; what is not whole is private."""
    if not portal.datasets:
        return
    dataset = portal.dataset()
    assert dataset["version"] or dataset["private"]
    for resource in dataset["resources"]:
        known = {snapshot.sha256_of(resource[FILE_KEY]) for snapshot in snapshots.values()}
        assert resource[SHA256_KEY] in known
    if dataset["version"] == max(snapshots):
        files = {resource[FILE_KEY]: resource[SHA256_KEY] for resource in dataset["resources"]}
        assert files == {file: snapshots[dataset["version"]].sha256_of(file) for file in files}


def test_what_people_added_stays_and_what_is_no_longer_published_goes(portal: FakeCkan, first: Snapshot) -> None:
    push(portal, first)
    dataset = portal.dataset()
    dataset["tags"].append({"name": "pilihan"})
    dataset["extras"].append({"key": "penanggung_jawab", "value": "Seksi Data"})
    dataset["extras"][1]["value"] = "http://elsewhere.example/"
    dataset["private"] = True
    dataset["resources"][0]["hash"] = "as XLoader leaves it"
    dataset["resources"] += [
        {"id": "r-person", "name": "Panduan", "url": "https://example.org/"},
        {"id": "r-old", FILE_KEY: "data/withdrawn.csv", "url": "x"},
        {**dataset["resources"][0], "id": "r-twice"},
    ]
    calls = push(portal, first)
    assert [call.action for call in calls] == ["resource_delete", "resource_delete", "package_patch"]
    left = {resource["id"] for resource in portal.dataset()["resources"]}
    assert "r-person" in left
    assert not {"r-old", "r-twice"} & left
    extras = {extra["key"]: extra["value"] for extra in portal.dataset()["extras"]}
    assert (extras["penanggung_jawab"], extras["uri"]) == ("Seksi Data", first.package["id"])
    assert {"name": "pilihan"} in portal.dataset()["tags"]
    assert portal.dataset()["private"], "a person hid it"


def test_private_on_request(portal: FakeCkan, first: Snapshot) -> None:
    push(portal, first, replace(WISH, private=True))
    assert (portal.dataset()["private"], portal.dataset()["version"]) == (True, first.version)
    assert push(portal, first) == ()


def test_links_instead_of_uploads_and_back(portal: FakeCkan, first: Snapshot) -> None:
    push(portal, first, replace(WISH, link=True))
    assert portal.files == {}
    address = "http://127.0.0.1:8000/snapshots/2026-11-24.1/data/statements.csv"
    assert portal.dataset()["resources"][0]["url"] == address
    assert push(portal, first, replace(WISH, link=True)) == ()
    push(portal, first)
    assert len(portal.files) == len(portal.dataset()["resources"])
    push(portal, first, replace(WISH, link=True))
    assert portal.dataset()["resources"][0]["url"] == address
    assert push(portal, first, replace(WISH, link=True)) == ()


def test_an_older_version_only_on_purpose(portal: FakeCkan, first: Snapshot, second: Snapshot) -> None:
    push(portal, second)
    with pytest.raises(UsageError, match=r"2026-11-24\.2, which is newer than 2026-11-24\.1"):
        push(portal, first)
    push(portal, first, replace(WISH, older=True))
    assert portal.dataset()["version"] == first.version


def _other_owner(portal: FakeCkan) -> None:
    portal.dataset().update(organization=OTHER, owner_org=OTHER["id"])


def _not_ours(portal: FakeCkan) -> None:
    portal.dataset()["extras"] = []


def _deleted(portal: FakeCkan) -> None:
    portal.dataset()["state"] = "deleted"


def _no_member(portal: FakeCkan) -> None:
    portal.member = False


@pytest.mark.parametrize(
    ("change", "wish", "message", "hint"),
    [
        (_other_owner, WISH, "belongs to the organisation 'bappenas'", "Choose another name with --dataset"),
        (_not_ours, WISH, "was not made by a push", "Choose another name with --dataset"),
        (_deleted, WISH, "was deleted on the portal", "restored or purged"),
        (_no_member, WISH, "may make no datasets in the organisation 'kominfo'", "KOTACERDAS_CKAN_TOKEN"),
        (None, Wish("bappenas"), "may make no datasets in the organisation 'bappenas'", "datasets in: kominfo"),
        (None, Wish("kemenkeu"), "has no organisation 'kemenkeu'", "--organization"),
        (None, Wish("kominfo", "Kota Cerdas"), "is no name of a dataset", "2 to 100 characters"),
    ],
)
def test_what_stands_in_the_way_is_said_and_nothing_is_written(
    portal: FakeCkan,
    first: Snapshot,
    change: Callable[[FakeCkan], None] | None,
    wish: Wish,
    message: str,
    hint: str,
) -> None:
    push(portal, first)
    writes = portal.writes
    if change:
        change(portal)
    with pytest.raises(KotaCerdasError, match=message) as caught:
        push(portal, first, wish)
    assert hint in caught.value.hint
    assert portal.writes == writes


def test_validation_errors_are_shown_by_field(portal: FakeCkan, first: Snapshot) -> None:
    package = {**first.package, "publisher": {**first.package["publisher"], "contact_email": "nobody"}}
    with pytest.raises(PortalError) as caught:
        push(portal, replace(first, package=package))
    assert "maintainer_email: Email is not a valid format" in str(caught.value)
    assert "package_patch of dataset kota-cerdas" in str(caught.value)
    assert not portal.dataset()["version"]


def test_keywords_become_tags_that_ckan_allows(portal: FakeCkan, first: Snapshot) -> None:
    keywords = ["R&D (daerah)", "x", "kota/cerdas", "kota cerdas", "a" * 120]
    push(portal, replace(first, package={**first.package, "keywords": keywords}))
    assert [tag["name"] for tag in portal.dataset()["tags"]] == ["R D daerah", "kota cerdas", "a" * 100]


def test_a_portal_that_drops_our_field_is_named_before_it_fills_with_copies(portal: FakeCkan, first: Snapshot) -> None:
    portal.drops = (FILE_KEY,)
    with pytest.raises(PortalError, match="does not keep the field kota_cerdas_file"):
        push(portal, first)
    assert len(portal.dataset()["resources"]) == 1


def test_a_portal_elsewhere_gets_no_metadata_that_leads_to_this_machine(first: Snapshot) -> None:
    portal = Portal("https://portal.example", Token("t"), Watch())
    with pytest.raises(UsageError, match="leads nowhere") as caught:
        plan_push(portal, first, WISH)
    assert "--publisher" in caught.value.hint


def test_progress_counts_every_byte(portal: FakeCkan, first: Snapshot) -> None:
    totals: list[int] = []
    sent: list[int] = []
    steps: list[str] = []
    calls = push(portal, first, watch=Watch(totals.append, steps.append, sent.append))
    assert totals == [sum(call.byte_count for call in calls)]
    assert sum(sent) >= totals[0]
    assert len(steps) == len(calls)
    assert "resource_create data/statements.csv" in steps[1]


def test_without_a_token_only_what_everybody_sees(
    portal: FakeCkan, first: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    push(portal, first)
    monkeypatch.delenv("KOTACERDAS_CKAN_TOKEN")
    assert plan_push(Portal(portal.address, Token.from_environment(), Watch()), first, WISH) == ()
    portal.dataset()["private"] = True
    with pytest.raises(PortalError, match="does not permit package_show"):
        plan_push(Portal(portal.address, Token.from_environment(), Watch()), first, WISH)
    assert TOKEN not in repr(Token.from_environment())
