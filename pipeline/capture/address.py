"""Which addresses may be fetched, and their one spelling."""

import ipaddress
from urllib.parse import urldefrag, urljoin, urlsplit

import requests

from pipeline.agencies import Agency

_DEFAULT_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class RefusedAddressError(Exception):
    """An address that this agency's visit must not fetch; the message is a sentence that says why."""


def normal(base: str, link: str) -> str:
    """The absolute address of a link found at `base`: percent-encoded, without fragment. RefusedAddressError when it is none."""
    try:
        url = requests.Request("GET", urldefrag(urljoin(base, link.strip())).url).prepare().url
        if not url or urlsplit(url).scheme not in _DEFAULT_PORTS:
            raise ValueError
    except ValueError as error:  # also UnicodeError and requests.InvalidURL
        raise RefusedAddressError(f"'{link[:100]}' is no web address.") from error
    return url


def check(agency: Agency, url: str) -> str:
    """The address itself when it is one of the agency's own, over a scheme that it allows, on the scheme's own port."""
    parts = urlsplit(url)
    if parts.scheme == "http" and not agency.allow_http:
        raise RefusedAddressError(f"{url} is not https.")
    if parts.hostname not in agency.hosts:
        raise RefusedAddressError(f"{url} is not on one of the agency's hosts ({', '.join(agency.hosts)}).")
    if parts.username is not None or (parts.port or _DEFAULT_PORTS[parts.scheme]) != _DEFAULT_PORTS[parts.scheme]:
        raise RefusedAddressError(f"{url} names a user or a port of its own.")
    return url


def is_public(address: str) -> bool:
    """Whether a numeric address is on the public internet; one that wraps an IPv4 address is as public as that."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (_nat64(parsed) if parsed in _NAT64 else None)
        parsed = inner or parsed
    return parsed.is_global and not parsed.is_multicast


def _nat64(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address:
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


def origin(url: str) -> str:
    """Scheme and host: what one robots.txt speaks for (RFC 9309)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
