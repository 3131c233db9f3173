"""A browser's side of the marking page without a browser: cookie, token, plain data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from werkzeug.test import Client, TestResponse

from grader.web.app import make_app
from grader.web.desk import Desk
from grader.web.guard import Guard

PORT = 4321
HOST = f"http://127.0.0.1:{PORT}"


class Person:
    """Somebody at the page, with the cookie that the address brought."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.guard = Guard(PORT)
        self.client = Client(make_app(desk, self.guard))
        entered = self.client.get(f"/?token={self.guard.token}", base_url=HOST)
        assert entered.status_code == 303

    def get(self, path: str, **query: str) -> Any:
        """What the page is told."""
        answer = self.client.get(f"/api/{path}", query_string=query, base_url=HOST)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()

    def ask(self, path: str, body: Any, **headers: str) -> TestResponse:
        """A write as the page makes it, but for these headers."""
        usual = {"Origin": HOST, "X-Grader-Token": self.guard.csrf}
        return self.client.post(
            f"/api/{path}", json=body, base_url=HOST, headers={**usual, **headers}
        )

    def post(self, path: str, body: Any) -> Any:
        """A write that is taken."""
        answer = self.ask(path, body)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()

    def tokens(self, question: str, wanted: str = "awaiting") -> list[str]:
        """The answers in this person's list."""
        return [row[0] for row in self.get("queue", question=question, filter=wanted)["entries"]]

    def decision(self, question: str, *tokens: str, **more: Any) -> dict[str, Any]:
        """A decision as the page sends it, on what this person sees now."""
        rows = []
        for token in tokens:
            seen = self.get("answer", question=question, token=token)
            rows.append({"token": token, "revision": seen["revision"]})
        return {"question": question, "answers": rows, **more}

    def decide(self, question: str, *tokens: str, **more: Any) -> Any:
        """Decide on what this person sees now."""
        return self.post("decide", self.decision(question, *tokens, **more))


@contextmanager
def at_the_page(
    out: Path, who: str = "ada", share: tuple[str, ...] = ()
) -> Iterator[Person]:
    """Somebody at a page over a gradebook."""
    desk = Desk(out, None, who, share)
    try:
        yield Person(desk)
    finally:
        desk.close()
