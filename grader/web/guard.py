"""Who may ask what: this machine's browser, with the token that was in the address it opened.

A page of another site can make a browser send requests here, under any host name that it likes.
So every request has to name this host, carry the cookie, and come from this page.
"""

from __future__ import annotations

import hmac
import secrets

from flask import Flask, Request, Response, abort, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_HERE = {"same-origin", "none"}


class Guard:
    """The token in the address, the cookie that it becomes, and what each write has to carry."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.token = secrets.token_urlsafe(32)
        self.csrf = secrets.token_urlsafe(32)
        self._cookie = secrets.token_urlsafe(32)
        self._name = f"grader-{port}"
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    @property
    def address(self) -> str:
        """What is opened in the browser."""
        return f"http://127.0.0.1:{self.port}/?token={self.token}"

    def install(self, app: Flask) -> None:
        """Look at every request before anything else does, and at every answer last."""
        app.before_request(self._look)
        app.after_request(self._harden)

    def _look(self) -> AnyResponse | None:
        if request.host not in self._hosts:
            abort(make_response("this is not the host that was opened", 403))
        if request.headers.get("Sec-Fetch-Site", "none") not in _HERE and request.path != "/":
            abort(make_response("not from another site", 403))
        if request.path == "/" and "token" in request.args and request.method == "GET":
            return self._enter()
        if not self._is_same(request.cookies.get(self._name, ""), self._cookie):
            abort(make_response("open the address that `grader mark` printed", 403))
        if request.method == "POST":
            self._look_at_write(request)
        elif request.method != "GET":
            abort(405)
        return None

    def _enter(self) -> AnyResponse:
        if not self._is_same(request.args["token"], self.token):
            abort(make_response("wrong token: open the address that `grader mark` printed", 403))
        answer = redirect("/", 303)
        answer.set_cookie(self._name, self._cookie, httponly=True, samesite="Strict", path="/")
        return answer

    def _look_at_write(self, asked: Request) -> None:
        """A write comes from this page, says so, and is JSON, which no form can send."""
        origin = asked.headers.get("Origin", "")
        if origin.removeprefix("http://") not in self._hosts or not origin.startswith("http://"):
            abort(make_response("a write has to come from the page itself", 403))
        if not self._is_same(asked.headers.get("X-Grader-Token", ""), self.csrf):
            abort(make_response("load the page again: its token is not this server's", 403))
        if asked.mimetype != "application/json":
            abort(make_response("a write is JSON", 415))

    @staticmethod
    def _is_same(given: str, known: str) -> bool:
        return hmac.compare_digest(given.encode(), known.encode())

    @staticmethod
    def _harden(answer: Response) -> Response:
        for name, value in HEADERS.items():
            answer.headers[name] = value
        return answer
