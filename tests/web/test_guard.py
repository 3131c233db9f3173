"""Nobody but the person at this machine's browser, on this page, reads or writes anything."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.web.guard import HEADERS
from tests.web.classes import judgements, served, usual
from tests.web.client import HOST, PORT, Person, at_the_page


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small class."""
    folder = tmp_path_factory.mktemp("class")
    usual(folder, 4)
    return folder / "out"


@pytest.fixture
def ada(out: Path) -> Iterator[Person]:
    """Somebody at the page."""
    with at_the_page(out) as person:
        yield person


PLACES = ["/", "/marking.js", "/marking.css", "/api/start", "/api/queue?question=why"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "host",
    [
        "http://evil.example",
        "http://evil.example:4321",
        "http://127.0.0.1",
        "http://127.0.0.1:80",
        "http://0.0.0.0:4321",
        "http://127.0.0.1.evil.example:4321",
        "http://[::1]:4321",
    ],
)
def test_a_foreign_host_is_refused(ada: Person, place: str, host: str) -> None:
    """A name that points here (DNS rebinding) reads nothing, even with the cookie."""
    assert ada.client.get(place, base_url=HOST).status_code == 200
    port = ada.client.get_cookie(f"grader-{PORT}", domain="127.0.0.1")
    assert port is not None
    headers = {"Cookie": f"grader-{PORT}={port.value}"}
    assert ada.client.get(place, base_url=host, headers=headers).status_code == 403


@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_there_without_the_token(ada: Person, place: str) -> None:
    """Another user of this machine may ask, and is told nothing."""
    ada.client.delete_cookie(f"grader-{PORT}", domain="127.0.0.1")
    assert ada.client.get(place, base_url=HOST).status_code == 403
    wrong = {"Cookie": f"grader-{PORT}=x"}
    assert ada.client.get(place, base_url=HOST, headers=wrong).status_code == 403


@pytest.mark.parametrize("token", ["", "x", "ä", "None"])
def test_a_wrong_token_opens_nothing(ada: Person, token: str) -> None:
    """The address works with its token alone."""
    ada.client.delete_cookie(f"grader-{PORT}", domain="127.0.0.1")
    told = ada.client.get("/", query_string={"token": token}, base_url=HOST)
    assert told.status_code == 403 and not told.headers.getlist("Set-Cookie")


def test_the_cookie_is_this_pages_alone(ada: Person) -> None:
    """No script reads it, no other site sends it, and the token leaves the address."""
    entered = ada.client.get(f"/?token={ada.guard.token}", base_url=HOST)
    cookie = entered.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert ada.guard.token not in cookie and entered.headers["Location"] == "/"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": f"https://127.0.0.1:{PORT}"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"X-Grader-Token": ""}, 403),
        ({"X-Grader-Token": "wrong"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_a_write_from_elsewhere_is_refused(
    ada: Person, headers: dict[str, str], status: int
) -> None:
    """A form or script of another site changes nothing, though the browser has the cookie."""
    (token, *_) = ada.tokens("why")
    body = ada.decision("why", token, items=["clear"], by_items=True)
    assert ada.ask("decide", body, **headers).status_code == status
    assert judgements(ada.desk.path.parent) == []


def test_a_read_for_another_site_is_refused(ada: Person) -> None:
    """No page of another site puts an answer or a picture of one into itself."""
    for place in ("/api/start", "/marking.js", "/picture/why/a/0"):
        told = ada.client.get(place, base_url=HOST, headers={"Sec-Fetch-Site": "cross-site"})
        assert told.status_code == 403


@pytest.mark.parametrize("place", [*PLACES, "/nothing", "/api/answer?question=why&token=x"])
def test_every_answer_is_hardened(ada: Person, place: str) -> None:
    """Policy and the like stand on what is refused, too."""
    told = ada.client.get(place, base_url=HOST)
    assert {name: told.headers[name] for name in HEADERS} == HEADERS
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(ada: Person, method: str) -> None:
    """There are two."""
    assert ada.client.open("/api/decide", method=method, base_url=HOST).status_code in (403, 405)


def test_the_page_listens_on_this_machine_only(out: Path) -> None:
    """No other address of the machine answers, and a second page takes another port."""
    with served(out) as first, served(out, who="ben") as second:
        assert first.host != second.host
        port = int(first.host.split(":")[1])
        for family, address in ((socket.AF_INET, socket.gethostname()), (socket.AF_INET6, "::1")):
            with socket.socket(family) as other:
                other.settimeout(2)
                try:
                    place = socket.getaddrinfo(address, port, family)[0][4]
                except OSError:
                    continue
                if str(place[0]).startswith("127."):
                    continue
                assert other.connect_ex(place) != 0
