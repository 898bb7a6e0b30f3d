"""Addresses: what is fetched, what is refused, and with which words. The server stands on this machine."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from onrecord.model.errors import InputError
from onrecord.sources import Sourced, SourceOptions, read_inputs
from onrecord.sources.robots import Robots
from onrecord.sources.web import AGENT, is_public

TEXT = "Two boats were hit near the port overnight, the coastal ministry said on Monday."
PAGE = (
    f"<html><head><title>Two boats hit</title></head><body><article><p>{TEXT}</p><p>{TEXT[::1]} It gave no details.</p>"
)
ROBOTS = "User-agent: *\nDisallow: /private\n\nUser-agent: onrecord\nDisallow: /no\nAllow: /no/but-yes\n"


class Site(BaseHTTPRequestHandler):
    seen: list[tuple[str, str]] = []

    def do_GET(self) -> None:
        self.seen.append((self.path, self.headers["User-Agent"]))
        if self.path == "/robots.txt":
            self.answer("text/plain", ROBOTS.encode())
        elif self.path.startswith("/loop"):
            self.redirect(f"/loop{self.path.count('x')}x")
        elif self.path == "/inside":
            self.redirect("file:///etc/passwd")
        elif self.path == "/moved":
            self.redirect("/page")
        elif self.path == "/image":
            self.answer("image/png", b"x")
        elif self.path == "/large":
            self.answer("text/plain", b"a " * 100_000)
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(50):
                self.wfile.write(b"a")
                time.sleep(0.1)
        elif self.path == "/missing":
            self.send_error(404)
        elif self.path == "/feed":
            item = f"<item><title>Two boats</title><link>http://{self.headers['Host']}/page</link></item>"
            self.answer("application/rss+xml", f"<rss><channel><title>HP</title>{item}</channel></rss>".encode())
        else:
            self.answer("text/html; charset=utf-8", PAGE.encode())

    def answer(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, to: str) -> None:
        self.send_response(302)
        self.send_header("Location", to)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    Site.seen.clear()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def read(url: str, **options: object) -> Sourced | InputError:
    (item,) = read_inputs([url], SourceOptions(**{"allow_private": True, **options}))  # type: ignore[arg-type]
    return item


def test_a_page_is_fetched_under_a_name_of_its_own(site: str) -> None:
    item = read(f"{site}/page")
    assert isinstance(item, Sourced), item
    assert TEXT in item.document.text
    assert item.document.url == f"{site}/page"
    assert Site.seen == [("/robots.txt", AGENT), ("/page", AGENT)]
    assert AGENT.startswith("onrecord/") and "its user names" in AGENT


def test_redirects_are_followed_and_counted(site: str) -> None:
    item = read(f"{site}/moved")
    assert isinstance(item, Sourced) and item.document.url == f"{site}/page"
    assert getattr(read(f"{site}/loop"), "code", None) == "E125"


@pytest.mark.parametrize(
    ("path", "code"),
    [("/image", "E124"), ("/missing", "E123"), ("/no/page", "E126"), ("/large", "E127"), ("/inside", "E120")],
)
def test_refusals_name_the_address_and_the_cause(site: str, path: str, code: str) -> None:
    item = read(f"{site}{path}", max_bytes=50_000)
    assert isinstance(item, InputError) and item.code == code, item
    assert item.remedy and "127.0.0.1" in item.where or code == "E120"


def test_a_slow_server_is_left_in_time(site: str) -> None:
    start = time.monotonic()
    item = read(f"{site}/slow", max_seconds=0.7)
    assert isinstance(item, InputError) and item.code == "E128"
    assert time.monotonic() - start < 4.5


def test_private_addresses_are_refused_unless_allowed(site: str) -> None:
    item = read(f"{site}/page", allow_private=False)
    assert isinstance(item, InputError) and item.code == "E121"
    assert "--allow-private" in str(item)
    assert Site.seen == []


def test_the_page_behind_an_entry_is_fetched_only_on_request(site: str) -> None:
    item = read(f"{site}/feed")
    assert isinstance(item, Sourced) and item.document.text == "Two boats"
    assert "/page" not in [path for path, _ in Site.seen]
    item = read(f"{site}/feed", follow=True)
    assert isinstance(item, Sourced) and TEXT in item.document.text
    assert item.document.title == "Two boats hit"


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "::1",
     "fe80::1%eth0",
     "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "nonsense"],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/", True), ("/private", True), ("/no", False), ("/no/page?a=1", False), ("/no/but-yes", True)],
)
def test_robots_rules_for_this_agent(path: str, allowed: bool) -> None:
    assert Robots.parse(ROBOTS).allows("onrecord", path) is allowed


@pytest.mark.parametrize(
    ("pattern", "path", "allowed"),
    [("/*.pdf$", "/a/b.pdf", False), ("/*.pdf$", "/a/b.pdf?x", True), ("/a*b*c", "/a-b-c-d", False), ("/", "/a", False),
     ("/a%20b", "/a b", False), ("", "/a", True), ("/" + "*a" * 900, "/" + "a" * 899, True)],
)  # fmt: skip
def test_robots_patterns(pattern: str, path: str, allowed: bool) -> None:
    assert Robots.parse(f"User-agent: *\nDisallow: {pattern}\n").allows("onrecord", path) is allowed
