"""Whose acts are counted together. No address is kept in clear."""

import ipaddress
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.http import HttpRequest

EVERYBODY = "everybody"


def client_address(request: HttpRequest) -> str:
    """Who asks; what a header says is believed only from our own proxy."""
    address = request.META.get("REMOTE_ADDR", "")
    if address in settings.TRUSTED_PROXIES:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        return forwarded or address
    return address


def network_of(address: str) -> str:
    """One IPv4 address, or the /64 that a provider gives to one IPv6 customer."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def network_key(request: HttpRequest) -> str:
    return _hashed(network_of(client_address(request)))


def address_key(email: str) -> str:
    return _hashed(email.strip().lower())


def code_key(user: Any, code: str) -> str:
    """One code of one person, however they typed it."""
    signs = "".join(sign for sign in code if sign.isalnum())
    return _hashed(f"{user.pk} {signs.lower()}")


def reader_key(request: HttpRequest) -> str:
    """The person when signed in, else the network."""
    reader: Any = getattr(request, "user", None)
    # Without a session cookie nobody can be signed in; asking would cost a statement.
    if settings.SESSION_COOKIE_NAME in request.COOKIES and reader and reader.is_authenticated:
        return str(reader.pk)
    return network_key(request)


def _hashed(text: str) -> str:
    key = settings.SECRET_KEY.encode()[:64]
    return blake2b(text.encode(), key=key, digest_size=20, person=b"limits").hexdigest()
