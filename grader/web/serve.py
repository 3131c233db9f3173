"""The server of the marking page: on this machine only, for as long as somebody marks."""

from __future__ import annotations

import signal
import sqlite3
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from grader.errors import UsageMistake
from grader.web import nodes
from grader.web.app import make_app
from grader.web.desk import Desk
from grader.web.guard import Guard

LOOPBACK = "127.0.0.1"
_LOOKED_AT = 1.0
"""Seconds after which the first answer is on the page."""


class _Quiet(WSGIRequestHandler):
    """Keeps connections open, and says nothing of each request."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:
        """Nothing is written of who looked at what."""

    def version_string(self) -> str:
        """No version of anything."""
        return "grader"


def serve(desk: Desk, port: int, tell: Callable[[str], None], browser: bool = True) -> None:
    """Serve the page until the process is told to end; what was decided is kept already."""
    # The port is chosen by the system where none is asked for, and the guard has to know it.
    try:
        server = make_server(LOOPBACK, port, _not_yet, threaded=True, request_handler=_Quiet)
    except (OSError, SystemExit):
        raise UsageMistake(f"port {port} is taken; choose another --port") from None
    guard = Guard(server.server_port)
    server.app = make_app(desk, guard)
    with _ended_by_signals(server):
        _warm(desk)
        tell(guard.address)
        if browser:
            threading.Thread(target=_open, args=(guard.address,), daemon=True).start()
        server.serve_forever(poll_interval=0.1)


def _not_yet(environ: object, start: object) -> list[bytes]:
    raise RuntimeError("the page is not there yet")


def _warm(desk: Desk) -> None:
    """Make ready what the first decision needs, while the first answer is looked at."""
    nodes.block("x")  # loads the typesetter

    def work() -> None:
        with suppress(sqlite3.ProgrammingError), desk.turn:  # unless it was closed meanwhile
            desk.marking.marker  # noqa: B018
            desk.unasked  # noqa: B018

    later = threading.Timer(_LOOKED_AT, work)
    later.daemon = True
    later.start()


def _open(address: str) -> None:
    with suppress(webbrowser.Error):
        webbrowser.open(address)


@contextmanager
def _ended_by_signals(server: BaseWSGIServer) -> Iterator[None]:
    """Let a signal to end close the server, once the requests that it has are answered."""

    signals: SimpleQueue[int] = SimpleQueue()  # a handler may put, whatever it interrupts

    def heard(number: int, frame: object) -> None:
        signals.put(number)

    def end() -> None:
        signals.get()
        server.shutdown()

    threading.Thread(target=end, daemon=True).start()
    before = {}
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            found = getattr(signal, name, None)
            if found is not None:
                before[found] = signal.signal(found, heard)
    try:
        yield
    finally:
        server.server_close()
        for found, old in before.items():
            signal.signal(found, old)
