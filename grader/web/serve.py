"""The server of the marking page: on this machine only, for as long as somebody marks."""

from __future__ import annotations

import signal
import sqlite3
import threading
import webbrowser
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager, suppress
from contextvars import copy_context
from queue import Empty, SimpleQueue
from typing import TypeVar

from werkzeug.serving import WSGIRequestHandler, make_server

from grader.errors import UsageMistake
from grader.web import nodes
from grader.web.app import make_app
from grader.web.desk import Desk
from grader.web.guard import Guard

LOOPBACK = "127.0.0.1"
_LOOKED_AT = 1.0
"""Seconds after which the first answer is on the page."""
_WAKES = 0.5
T = TypeVar("T")


class FirstThread:
    """Has the process's first thread do what marks: only there can it be ended, by a signal."""

    def __init__(self) -> None:
        self._left: SimpleQueue[Callable[[], None] | None] = SimpleQueue()

    def do(self, work: Callable[[], T]) -> T:
        """What `work` returns or raises there, as if it were done here."""
        done: Future[T] = Future()
        context = copy_context()

        def there() -> None:
            try:
                done.set_result(context.run(work))
            except BaseException as error:
                done.set_exception(error)

        self._left.put(there)
        return done.result()

    def serve(self) -> None:
        """Do what comes until the end was asked for."""
        while True:
            try:
                work = self._left.get(timeout=_WAKES)  # so that a signal just before is heard too
            except Empty:
                continue
            if work is None:
                return
            work()

    def end(self) -> None:
        """Ask for the end; also in a handler of signals, whatever it interrupts."""
        self._left.put(None)


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
    guard, first = Guard(server.server_port), FirstThread()
    server.app = make_app(desk, guard, first.do)
    with ExitStack() as stack:
        stack.callback(server.server_close)
        stack.enter_context(_ended_by_signals(first))
        _warm(desk)
        threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
        tell(guard.address)
        if browser:
            threading.Thread(target=_open, args=(guard.address,), daemon=True).start()
        first.serve()
        server.shutdown()


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
def _ended_by_signals(first: FirstThread) -> Iterator[None]:
    """Let a signal to end do so once the decisions that came before it are kept."""

    def heard(number: int, frame: object) -> None:
        first.end()

    before = {}
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                before[number] = signal.signal(number, heard)
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)
