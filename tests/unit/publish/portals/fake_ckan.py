"""A stand-in for a CKAN portal on loopback. It checks each call against what CKAN's documentation of its action API demands.

It was written after CKAN 2.12, and `make ckan` runs the same push against the real one.
"""

import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "eyJ-a-token-of-the-tests"
ORGANIZATION = {"id": "o-1", "name": "kominfo", "title": "Contoh"}
OTHER = {"id": "o-2", "name": "bappenas", "title": "Lain"}
LICENCES = [{"id": "cc-by", "url": "http://www.opendefinition.org/licenses/cc-by"}]
_FORMATS = {"csv": "CSV", "json": "JSON", "txt": "TXT", "xlsx": "XLSX"}
_DATASET_FIELDS = "title author maintainer maintainer_email license_id notes url version owner_org private".split()

Json = dict[str, Any]
Answer = tuple[int, dict[str, str], bytes]


class RefusedError(Exception):
    def __init__(self, status: int, kind: str, **details: Any) -> None:
        super().__init__(kind)
        self.status, self.error = status, {"__type": kind, **details}


@dataclass
class FakeCkan:
    """`writes` counts calls that change something. `before` may answer in the portal's place, or hang up by returning b""."""

    address: str = ""
    datasets: dict[str, Json] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    writes: int = 0
    cut_at: int = 0
    cut_after_the_work: bool = False
    before: Callable[[str], Answer | None] = lambda action: None
    member: bool = True
    drops: tuple[str, ...] = ()

    def dataset(self, name: str = "kota-cerdas") -> Json:
        return self.datasets[name]

    def run(self, action: str, data: Json, upload: tuple[str, bytes] | None, authorized: bool) -> Any:
        self.calls.append(action)
        handler = getattr(self, f"_{action}", None)
        if not handler:
            raise RefusedError(400, "Bad Request", message=f"Action name not known: {action}")
        if action.endswith(("_create", "_patch", "_delete")):
            if not authorized:
                raise RefusedError(403, "Authorization Error", message="Access denied")
            return handler(data, upload)
        return handler(data, authorized)

    def _organization_list_for_user(self, data: Json, authorized: bool) -> list[Json]:
        return [ORGANIZATION] if authorized and self.member else []

    def _organization_show(self, data: Json, authorized: bool) -> Json:
        for organization in (ORGANIZATION, OTHER):
            if data["id"] in (organization["name"], organization["id"]):
                return organization
        raise RefusedError(404, "Not Found Error", message="Not found")

    def _license_list(self, data: Json, authorized: bool) -> list[dict[str, str]]:
        return LICENCES

    def _package_show(self, data: Json, authorized: bool) -> Json:
        dataset = self._found(data["id"])
        if dataset["private"] and not authorized:
            raise RefusedError(403, "Authorization Error", message="Access denied")
        return dataset

    def _package_create(self, data: Json, upload: object) -> Json:
        if data.get("name") in self.datasets:
            raise RefusedError(409, "Validation Error", name=["That URL is already in use."])
        dataset = {"id": f"d-{len(self.datasets)}", "state": "active", "resources": [], "tags": [], "extras": []}
        self.datasets[data["name"]] = self._validated(dataset | dict.fromkeys(_DATASET_FIELDS) | data)
        return dataset

    def _package_patch(self, data: Json, upload: object) -> Json:
        dataset = self._found(data["id"])
        changed = self._validated({**dataset, **data, "id": dataset["id"]})
        dataset.update(changed)
        return dataset

    def _resource_create(self, data: Json, upload: tuple[str, bytes] | None) -> Json:
        dataset = self._found(data.pop("package_id"))
        resource = {"id": f"r-{len(self.files)}-{len(dataset['resources'])}-{self.writes}", "url_type": None}
        dataset["resources"].append(self._stored(resource | data, upload))
        return dataset["resources"][-1]

    def _resource_patch(self, data: Json, upload: tuple[str, bytes] | None) -> Json:
        for dataset in self.datasets.values():
            for resource in dataset["resources"]:
                if resource["id"] == data["id"]:
                    resource.update(self._stored({**resource, **data}, upload))
                    return resource
        raise RefusedError(404, "Not Found Error", message="Resource was not found.")

    def _resource_delete(self, data: Json, upload: object) -> None:
        for dataset in self.datasets.values():
            dataset["resources"] = [r for r in dataset["resources"] if r["id"] != data["id"]]

    def _found(self, name: str) -> Json:
        for dataset in self.datasets.values():
            if name in (dataset["name"], dataset["id"]):
                return dataset
        raise RefusedError(404, "Not Found Error", message="Not found")

    def _validated(self, dataset: Json) -> Json:
        errors: Json = {}
        if not re.fullmatch(r"[a-z0-9_-]{2,100}", dataset["name"]):
            errors["name"] = ["Must be purely lowercase alphanumeric (ascii) characters and these symbols: -_"]
        if dataset["owner_org"] not in (ORGANIZATION["id"], ORGANIZATION["name"], OTHER["id"]):
            errors["owner_org"] = ["Organization does not exist"]
        if dataset["maintainer_email"] and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", dataset["maintainer_email"]):
            errors["maintainer_email"] = ["Email is not a valid format"]
        tags = [
            {} if re.fullmatch(r"[\w \-.]{2,100}", t["name"]) else {"name": [f"Tag {t['name']} ..."]}
            for t in dataset["tags"]
        ]
        if any(tags):
            errors["tags"] = tags
        keys = [extra["key"] for extra in dataset["extras"]]
        if len(set(keys)) < len(keys):
            errors["extras"] = [{"key": ["Duplicate key"]}]
        elif not all(isinstance(extra["value"], str) and extra["value"] for extra in dataset["extras"]):
            errors["extras"] = [{"value": ["Missing value"]}]
        if errors:
            raise RefusedError(409, "Validation Error", **errors)
        owner = OTHER if dataset["owner_org"] == OTHER["id"] else ORGANIZATION
        empty = {name: dataset[name] or None for name in _DATASET_FIELDS if name != "private"}
        return {**dataset, **empty, "owner_org": owner["id"], "organization": owner}

    def _stored(self, resource: Json, upload: tuple[str, bytes] | None) -> Json:
        if upload:
            name, data = upload
            assert hashlib.sha256(data).hexdigest() == resource["hash"], (
                "the file is not the one that the call describes"
            )
            self.files[resource["id"]] = data
            resource |= {"url": f"{self.address}/{resource['id']}/download/{name}", "url_type": "upload"}
        elif resource.pop("clear_upload", ""):
            resource["url_type"] = ""
        if not resource.get("url"):
            raise RefusedError(409, "Validation Error", url=["Missing value"])
        known = _FORMATS.get(resource["format"].lower(), resource["format"])
        kept = {name: value for name, value in resource.items() if name not in self.drops}
        return {**kept, "format": known, "size": int(resource["size"]), "description": resource["description"] or None}


@contextmanager
def fake_ckan() -> Iterator[FakeCkan]:
    portal = FakeCkan()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16  # headers and body in one packet, or each call waits 40 ms for an acknowledgement

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            action = self.path.removeprefix("/api/action/")
            answer = portal.before(action)
            if answer is None:
                cut = False
                if action.endswith(("_create", "_patch", "_delete")):
                    portal.writes += 1
                    cut = portal.writes == portal.cut_at
                if cut and not portal.cut_after_the_work:
                    self.close_connection = True
                    return
                answer = _answer(portal, action, self.headers, body)
                if cut:
                    self.close_connection = True
                    return
            status, headers, text = answer
            self.send_response(status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(text)),
                **headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        portal.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield portal
        server.shutdown()
        thread.join()


def _answer(portal: FakeCkan, action: str, headers: Any, body: bytes) -> Answer:
    upload = None
    if headers["Content-Type"].startswith("multipart/form-data"):
        message = message_from_bytes(
            b"Content-Type: " + headers["Content-Type"].encode() + b"\r\n\r\n" + body, policy=policy.HTTP
        )
        data: Json = {}
        for part in message.iter_parts():  # type: ignore[attr-defined]
            content = part.get_payload(decode=True)
            if part.get_filename():
                upload = (part.get_filename(), content)
            else:
                data[part.get_param("name", header="content-disposition")] = content.decode()
    else:
        data = json.loads(body)
    try:
        result = portal.run(action, data, upload, headers["Authorization"] == TOKEN)
        return 200, {}, json.dumps({"help": "...", "success": True, "result": result}).encode()
    except RefusedError as refused:
        return refused.status, {}, json.dumps({"help": "...", "success": False, "error": refused.error}).encode()
