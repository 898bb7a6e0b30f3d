"""Pages at addresses that the user names: bounded, checked, polite; nothing that a page names is fetched."""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

import httpx

from onrecord import __version__
from onrecord.model.errors import InputError
from onrecord.sources.options import SourceOptions, failure, shown
from onrecord.sources.robots import Robots

AGENT = f"onrecord/{__version__} (+reads pages its user names)"
MAX_REDIRECTS = 5
_MAX_ROBOTS = 500_000
_STEP_SECONDS = 10.0
_APPLICATIONS = "xhtml+xml xml json ld+json rss+xml atom+xml rdf+xml feed+json x-ndjson jsonl csv"
_PACKED = "gzip x-gzip zip x-tar warc octet-stream"
_TYPES = ("text/", *(f"application/{name}" for name in f"{_APPLICATIONS} {_PACKED}".split()))


@dataclass(frozen=True)
class Page:
    """What an address answered with; `url` is the address after redirects."""

    url: str
    data: bytes
    content_type: str
    charset: str | None


class Fetcher:
    """Fetches pages one after another, and remembers what each site asks of robots."""

    def __init__(self, options: SourceOptions) -> None:
        self._options = options
        self._robots: dict[str, Robots] = {}

    def fetch(self, url: str) -> Page:
        """The page at an `http(s)` address. Raises `InputError` E120 to E128."""
        # A worker, because a server that sends a byte now and then keeps every single step within its time.
        answers: queue.SimpleQueue[Page | Exception] = queue.SimpleQueue()
        deadline = time.monotonic() + self._options.max_seconds

        def work() -> None:
            try:
                answers.put(self._fetch(url, deadline))
            except Exception as error:  # handed over to the caller's thread
                answers.put(error)

        threading.Thread(target=work, daemon=True, name="onrecord-fetch").start()
        try:
            answer = answers.get(timeout=self._options.max_seconds + 0.5)
        except queue.Empty:
            raise self._late(url) from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _fetch(self, url: str, deadline: float) -> Page:
        at = url
        for _ in range(MAX_REDIRECTS + 1):
            parts = self._checked(at)
            if not self._allowed(parts, url, deadline):
                raise failure("E126", url, "the site asks robots not to read this page", "save the page by hand")
            answer = self._get(at, self._options.max_bytes, deadline)
            if isinstance(answer, str):
                at = urljoin(at, answer)
                continue
            return answer
        raise failure("E125", url, f"redirects more than {MAX_REDIRECTS} times", "name the address it leads to")

    def _checked(self, url: str) -> SplitResult:
        try:
            parts = urlsplit(url)
            usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            usable = False
        if not usable or len(url) > 4000:
            raise failure("E120", url, "is no web address", "only http:// and https:// are fetched")
        return parts

    def _address(self, parts: SplitResult, url: str) -> str:
        """An address of the host that may be connected to. All of them are checked: a name may have several."""
        host = str(parts.hostname)
        port = parts.port or (443 if parts.scheme.lower() == "https" else 80)
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise failure("E122", url, f"the name {shown(host)} is not known ({error})", "check the address") from None
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for address in addresses:
            if not self._options.allow_private and not is_public(address):
                cause = f"{shown(host)} is an address of a private network ({address})"
                raise failure("E121", url, cause, "use --allow-private if that is meant")
        return addresses[0]

    def _allowed(self, parts: SplitResult, url: str, deadline: float) -> bool:
        origin = f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2].lower()}"
        if origin not in self._robots:
            self._robots[origin] = self._robots_of(origin, url, deadline)
        path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        return self._robots[origin].allows("onrecord", path)

    def _robots_of(self, origin: str, url: str, deadline: float) -> Robots:
        at = origin + "/robots.txt"
        try:
            for _ in range(MAX_REDIRECTS + 1):
                self._checked(at)
                answer = self._get(at, _MAX_ROBOTS, deadline, any_type=True)
                if isinstance(answer, Page):
                    return Robots.parse(answer.data.decode("utf-8", "replace"))
                at = urljoin(at, answer)
        except InputError as error:
            # A site without the file, or with one that is not readable, asks nothing; one in trouble asks for patience.
            if error.code in ("E121", "E122", "E128") or (error.code == "E123" and " 5" in error.cause):
                error.where = shown(url)
                raise
        return Robots(())

    def _get(self, url: str, limit: int, deadline: float, *, any_type: bool = False) -> Page | str:
        """One request: the page, or where it redirects to."""
        parts = self._checked(url)
        address = self._address(parts, url)
        host = str(parts.hostname)
        # The connection goes to the address that was checked: a name that changes its mind between the check and
        # the connection gains nothing. Certificates are still checked against the name.
        literal = f"[{address}]" if ":" in address else address
        target = urlunsplit(
            (parts.scheme, literal + (f":{parts.port}" if parts.port else ""), parts.path or "/", parts.query, "")
        )
        headers = {
            "Host": (f"[{host}]" if ":" in host else host) + (f":{parts.port}" if parts.port else ""),
            "User-Agent": AGENT,
            "Accept": "text/html,application/xhtml+xml,application/xml,text/*;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
        }
        left = deadline - time.monotonic()
        if left <= 0:
            raise self._late(url)
        try:
            with (
                httpx.Client(timeout=min(left, _STEP_SECONDS), follow_redirects=False, trust_env=False) as client,
                client.stream("GET", target, headers=headers, extensions={"sni_hostname": host}) as response,
            ):
                if response.is_redirect:
                    return response.headers["location"]
                if response.status_code != 200:
                    cause = f"the server answered {response.status_code} {response.reason_phrase}".rstrip()
                    raise failure("E123", url, cause, "check the address")
                content_type, _, rest = response.headers.get("content-type", "").lower().partition(";")
                content_type = content_type.strip()
                if content_type and not any_type and not content_type.startswith(_TYPES):
                    raise failure("E124", url, f"is {shown(content_type)}, no page", "name the address of a page")
                data = self._body(response, url, limit, deadline)
        except httpx.TimeoutException:
            raise self._late(url) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, KeyError) as error:
            cause = f"could not be fetched ({type(error).__name__}: {str(error)[:120]})"
            raise failure("E122", url, cause, "check the address and the connection") from None
        charset = rest.partition("charset=")[2].split(";")[0].strip(" \"'") or None
        return Page(url, data, content_type, charset)

    def _body(self, response: httpx.Response, url: str, limit: int, deadline: float) -> bytes:
        chunks, size = [], 0
        for chunk in response.iter_bytes(65_536):
            size += len(chunk)
            if size > limit:
                raise failure("E127", url, f"is larger than {limit // 1_000_000} MB", "download it and give the file")
            if time.monotonic() > deadline:
                raise self._late(url)
            chunks.append(chunk)
        return b"".join(chunks)

    def _late(self, url: str) -> InputError:
        seconds = f"{self._options.max_seconds:g}"
        return failure("E128", url, f"did not answer completely within {seconds} seconds", "try again later")


def is_public(address: str) -> bool:
    """Whether the IP address belongs to the public internet."""
    try:
        ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = None
    if isinstance(ip, ipaddress.IPv6Address):
        # Addresses that carry an IPv4 address inside reach that one: mapped, 6to4, NAT64.
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if inner is not None:
        return is_public(str(inner))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)
