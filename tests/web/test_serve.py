"""The server of the page: what marks there can be ended, and so can the page itself."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest

from grader.marking import mark as mark_module
from grader.marking import room
from grader.marks import Mark
from grader.questions.base import Given
from grader.questions.numeric import Numeric
from grader.web.desk import Desk
from grader.web.serve import serve

from .classes import judgements, usual


def decided_on(address: str, question: str) -> dict[str, Any]:
    """What the page says once somebody has decided on its first answer to a question."""
    host = "/".join(address.split("/")[:3])
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    browser.open(address, timeout=60).read()

    def told(path: str, body: Any = None, csrf: str = "") -> Any:
        """The answer of one address."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "Origin": host, "X-Grader-Token": csrf}
        asked = urllib.request.Request(f"{host}/api/{path}", data, headers)
        return json.load(browser.open(asked, timeout=60))

    token = told(f"queue?question={question}&filter=awaiting")["entries"][0][0]
    seen = told(f"answer?question={question}&token={token}")
    rows = [{"token": token, "revision": seen["revision"]}]
    wanted = {"question": question, "answers": rows, "points": "1"}
    found: dict[str, Any] = told("decide", wanted, told("start")["csrf"])
    return found


@pytest.mark.parametrize("loops", ["in our own code", "in a pattern"])
def test_an_answer_that_is_never_marked_does_not_stop_the_page(
    tmp_path: Path, loops: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever decides on another question of that submission is not kept waiting for ever."""
    import re

    usual(tmp_path, 3)

    def marked(self: Numeric, given: Given) -> Mark:
        if loops == "in a pattern":
            re.fullmatch("(a+)+", "a" * 100 + "b")
        while True:
            time.monotonic()

    monkeypatch.setattr(Numeric, "mark", marked)
    monkeypatch.setattr(mark_module, "in_time", lambda: room.in_time(0.2))
    desk = Desk(tmp_path / "out", None, "ada")
    told: list[dict[str, Any]] = []

    def somebody(address: str) -> None:
        """Decides, and then ends the page."""
        try:
            told.append(decided_on(address, "why"))
        finally:
            os.kill(os.getpid(), signal.SIGINT)

    def begin(address: str) -> None:
        threading.Thread(target=somebody, args=(address,), daemon=True).start()

    before = signal.getsignal(signal.SIGINT)
    try:
        serve(desk, 0, begin, browser=False)
    finally:
        desk.close()
    assert signal.getsignal(signal.SIGINT) == before
    assert told and told[0]["progress"]
    assert [one[1:] for one in judgements(tmp_path / "out")] == [("why", 1, "ada")]
