"""How a portal is spoken to over HTTP: its token kept to itself, uploads streamed, patience bounded, odd answers in plain words."""

import ipaddress
import os
import re
import string
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase
from requests_toolbelt import MultipartEncoder, MultipartEncoderMonitor

from pipeline.errors import PortalError, UsageError
from pipeline.publish.portals.watch import Watch

TOKEN_VARIABLE = "KOTACERDAS_CKAN_TOKEN"  # noqa: S105 - the variable's name, no secret
TIMEOUT_SECONDS = (10.0, 300.0)
"""To connect, and of silence while an answer is awaited: a portal may have to store a large file first."""

TOO_LARGE_HINT = (
    "Ask the portal's operators to raise ckan.max_resource_size and their web server's limit, or push with --link."
)
_NOT_NOW = (429, 502, 503, 504)


class Token(AuthBase):
    """The secret in each request's header; only there, whatever is printed. Set as `auth`, so that no .netrc replaces it."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    @staticmethod
    def from_environment() -> "Token":
        """UsageError, without the value, where it could be no token."""
        secret = os.environ.get(TOKEN_VARIABLE, "").strip()
        if set(secret) - set(string.ascii_letters + string.digits + string.punctuation):
            raise UsageError(
                f"{TOKEN_VARIABLE} holds characters that no token has.",
                "Copy the token anew from your page on the portal.",
            )
        return Token(secret)

    def __bool__(self) -> bool:
        return bool(self._secret)

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._secret:
            request.headers["Authorization"] = self._secret
        return request

    def blanked(self, text: str) -> str:
        """The text without the secret, which a portal may send back in an error."""
        return text.replace(self._secret, "[token]") if self._secret else text


def is_loopback(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def checked_address(address: str) -> str:
    """The portal's root, without a slash at the end. UsageError where it is none, or would send the token for all to read."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise UsageError("--url is no portal's address.", "Give its front page, such as https://data.example.go.id")
    if parts.username or parts.password:
        raise UsageError("--url holds a user name or a password.", f"Leave them out: the token is in {TOKEN_VARIABLE}.")
    if parts.scheme == "http" and not is_loopback(address):
        raise UsageError(
            f"{address} is not encrypted: the token would be sent for all to read.", f"Use https://{parts.netloc}"
        )
    return re.sub(r"(/api(/3)?(/action)?)?/*$", "", address)


class PortalSession(requests.Session):
    """A session that raises PortalError for whatever is no answer of an action API; the API's own refusals go through."""

    def __init__(self, token: Token, watch: Watch, timeout: tuple[float, float] = TIMEOUT_SECONDS) -> None:
        super().__init__()
        self.auth = token
        self._token, self._watch, self._timeout = token, watch, timeout

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        address = str(url)
        kwargs |= {"timeout": self._timeout, "allow_redirects": False}
        if files := kwargs.pop("files", None):
            body = self._streamed(kwargs["data"], files)
            kwargs |= {"data": body, "headers": {**kwargs["headers"], "Content-Type": body.content_type}}
        try:
            response = super().request(method, url, *args, **kwargs)
        except requests.exceptions.SSLError as error:
            raise PortalError(
                f"The certificate of {address} is not trusted.", "Check --url; nothing was sent to the server."
            ) from error
        except requests.exceptions.Timeout as error:
            raise PortalError(
                f"{address} did not answer in time.", "Push again: what has arrived is not sent a second time."
            ) from error
        except requests.exceptions.RequestException as error:
            raise PortalError(
                f"{address} cannot be reached, or hung up{_system_reason(error)}.",
                "Check --url and the network, and push again: what has arrived is not sent a second time.",
            ) from error
        self._check(response, address)
        return response

    def _streamed(self, fields: Mapping[bytes, bytes], files: Mapping[str, Any]) -> MultipartEncoderMonitor:
        """requests itself would read the whole file into memory."""
        sent = 0

        def count(monitor: MultipartEncoderMonitor) -> None:
            nonlocal sent
            self._watch.sent(monitor.bytes_read - sent)
            sent = monitor.bytes_read

        texts = {name.decode(): value.decode() for name, value in fields.items()}
        return MultipartEncoderMonitor(MultipartEncoder({**texts, **files}), count)

    def _check(self, response: requests.Response, address: str) -> None:
        status = response.status_code
        if response.is_redirect:
            target = self._token.blanked(response.headers["Location"])[:200]
            raise PortalError(f"{address} redirects to {target}", "Give --url the address that the portal really has.")
        if status == 413:
            raise PortalError(
                f"{address} says that the file is too large.",
                TOO_LARGE_HINT,
            )
        if status in _NOT_NOW:
            raise PortalError(
                f"{address} is not available now (HTTP {status}).",
                "Push again later: what has arrived is not sent a second time.",
            )
        try:
            answer = response.json()
        except (ValueError, RecursionError):
            answer = None
        if isinstance(answer, dict) and "success" in answer:
            return
        kind = response.headers.get("Content-Type", "no stated type").partition(";")[0]
        raise PortalError(
            f"{address} does not answer as CKAN's action API does (HTTP {status}, {self._token.blanked(kind)[:60]}).",
            "Check that --url is the portal's front page, and that no login page or firewall stands before its API.",
        )


def _system_reason(error: BaseException | None) -> str:
    """What the system says, from below the layers of libraries; their own texts are no sentences."""
    while error:
        if isinstance(error, OSError) and error.strerror:
            return f": {error.strerror}"
        error = error.__cause__ or error.__context__
    return ""
