"""The only way out of the hub: one question to one public address, by a job and never by a page.

An address is resolved once and connected to as it was found, so that a name cannot lead elsewhere
between looking and asking (trust plan, 7.5).
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, quote, urlsplit

CONNECT_SECONDS = 3
TOTAL_SECONDS = 5
PORTS = {"http": 80, "https": 443}
ANY_HOST = "*"
# Numbers of the older net written as new ones: a translator would lead to any of those.
TRANSLATED = (
    IPv6Network("64:ff9b::/96"),
    IPv6Network("64:ff9b:1::/48"),
    IPv6Network("::/96"),
    IPv6Network("fec0::/10"),
)
AGENT = "CoResponderHub-LinkCheck/1.0"
# What servers say to who asks for the head only, though the page is there.
ASK_AGAIN = {400, 403, 404, 405, 406, 501, 503}


class UnableToFetch(Exception):
    """Says in plain words why there is no answer."""


class NotAllowed(UnableToFetch):
    """We do not ask there; it says nothing about the address itself."""


@dataclass(frozen=True)
class Answer:
    """What the server said. A redirect is told and not followed."""

    status: int
    location: str = ""


@dataclass(frozen=True)
class Target:
    """Whom to ask for what, at which number on the net."""

    scheme: str
    host: str
    number: str
    path: str


Resolver = Callable[[str, int], Sequence[str]]
Opener = Callable[[Target, str], Answer]


def resolve(host: str, port: int) -> list[str]:
    """The numbers behind a name. Raises OSError when there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def ask(
    url: str,
    *,
    hosts: Sequence[str],
    resolver: Resolver = resolve,
    opener: Opener | None = None,
) -> Answer:
    """What `url` answers. `hosts` are the names that may be asked, with those below them.

    Raises NotAllowed when we do not ask there, UnableToFetch when nobody answers.
    """
    parts = _allowed(url, hosts)
    target = _target(parts, resolver)
    open_ = opener or ask_server
    answer = open_(target, "HEAD")
    return open_(target, "GET") if answer.status in ASK_AGAIN else answer


def _allowed(url: str, hosts: Sequence[str]) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UnableToFetch("This is no address on the web") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise UnableToFetch("This is no address on the web")
    if parts.username or parts.password or port not in (None, PORTS[parts.scheme]):
        raise NotAllowed("Addresses with names or ports are not asked")
    host = parts.hostname.rstrip(".").lower()
    if not any(one == ANY_HOST or host == one or host.endswith(f".{one}") for one in hosts):
        raise NotAllowed("This host is not on the list")
    return parts


def _target(parts: SplitResult, resolver: Resolver) -> Target:
    host = (parts.hostname or "").rstrip(".").lower()
    try:
        ascii_host = host.encode("idna").decode()
        numbers = resolver(ascii_host, PORTS[parts.scheme])
    except (OSError, UnicodeError) as error:
        raise UnableToFetch("Nobody has this host name") from error
    # One private number among them is enough: it could be the one that is connected to.
    if not numbers or not all(is_public(number) for number in numbers):
        raise NotAllowed("This host is not on the public net")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
    return Target(parts.scheme, ascii_host, numbers[0], path + query)


def is_public(number: str) -> bool:
    """Whether an IP address is one that the whole world may be asked at."""
    try:
        address: IPv4Address | IPv6Address = ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if any(address in network for network in TRANSLATED):
            return False
        address = address.ipv4_mapped or address.sixtofour or address
    return address.is_global and not address.is_multicast


def ask_server(target: Target, method: str) -> Answer:
    """One request within five seconds. Only the head of the answer is read."""
    connection = _Connection(target)
    # A server that sends a letter now and then would get around the time for each one.
    guard = threading.Timer(TOTAL_SECONDS, connection.give_up)
    guard.start()
    try:
        connection.request(method, target.path, headers={"User-Agent": AGENT, "Accept": "*/*"})
        response = connection.getresponse()
        return Answer(response.status, (response.getheader("Location") or "")[:1000])
    except TimeoutError as error:
        raise UnableToFetch("The server did not answer in time") from error
    except ssl.SSLError as error:
        raise UnableToFetch("The server's certificate is not valid") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise UnableToFetch("The server did not answer") from error
    finally:
        guard.cancel()
        connection.close()


class _Connection(http.client.HTTPConnection):
    def __init__(self, target: Target) -> None:
        super().__init__(target.host, PORTS[target.scheme], timeout=CONNECT_SECONDS)
        self.target = target

    def connect(self) -> None:
        address = (self.target.number, self.port)
        plain = socket.create_connection(address, timeout=CONNECT_SECONDS)
        self.sock = plain
        if self.target.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self.target.host)

    def give_up(self) -> None:
        open_socket = self.sock
        if open_socket is not None:
            try:
                open_socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                return
