"""The addresses of the marking page: files of its own, and plain data about answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, jsonify, request
from werkzeug.exceptions import HTTPException

from grader.errors import GraderError
from grader.marking.judging.answers import pictures_of
from grader.reports.pages.page import style
from grader.web import nodes, told
from grader.web.asked import Conflict, Refused, text_in
from grader.web.decide import decide, entry_in, flag, undo
from grader.web.desk import Desk
from grader.web.groups import Groups
from grader.web.guard import Guard
from grader.web.items import change_items
from grader.web.people import progress
from grader.web.queue import search
from grader.web.typing_in import choose, keep_typed, place_page, tried
from grader.web.views import items_of, machine_view

STATIC = Path(__file__).parent / "static"
_LONGEST_REQUEST = 4 << 20
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M2.8 8.6l3.4 3.6 7-8.4" '
    'fill="none" stroke="#17693f" stroke-width="2.4"/></svg>'
)
_PNG = b"\x89PNG\r\n\x1a\n"

Asked = dict[str, Any]
Do = Callable[[Callable[[], Response]], Response]


def make_app(desk: Desk, guard: Guard, do: Do = lambda work: work()) -> Flask:
    """The page over one gradebook; `do` has something done where marking can be ended."""
    app = Flask("grader", static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _LONGEST_REQUEST
    guard.install(app)
    groups = Groups(desk)
    _files(app)
    _reading(app, desk, guard, groups)
    _writing(app, desk, do)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(GraderError, lambda error: (jsonify(error=str(error)), 503))
    app.register_error_handler(HTTPException, _told)
    return app


def _files(app: Flask) -> None:
    page = (STATIC / "marking.html").read_text("utf-8")
    script = (STATIC / "marking.js").read_text("utf-8")
    css = f"{style()}\n{(STATIC / 'marking.css').read_text('utf-8')}"
    served = {
        "/": (page, "text/html"),
        "/marking.js": (script, "text/javascript"),
        "/marking.css": (css, "text/css"),
        "/marking.svg": (_ICON, "image/svg+xml"),
    }

    def give() -> Response:
        body, kind = served[request.path]
        return Response(body, content_type=f"{kind}; charset=utf-8")

    for path in served:
        app.add_url_rule(path, path, give)


def _reading(app: Flask, desk: Desk, guard: Guard, groups: Groups) -> None:
    given: dict[str, Callable[[Asked], Asked]] = {
        "start": lambda asked: told.start(desk, guard.csrf),
        "queue": lambda asked: told.queue(desk, asked),
        "answer": lambda asked: told.answer(desk, asked),
        "near": lambda asked: groups.view(entry_in(desk, asked)),
        "names": lambda asked: told.names(desk, asked),
        "comments": lambda asked: told.comments(desk, asked),
        "find": lambda asked: {"found": search(desk, text_in(asked, "text", 300))},
        "people": lambda asked: told.people(desk),
    }
    for path, give in given.items():
        app.add_url_rule(f"/api/{path}", path, _reads(desk, give))
    app.add_url_rule("/picture/<question>/<token>/<int:number>", "picture", _picture(desk))


def _reads(desk: Desk, give: Callable[[Asked], Asked]) -> Callable[[], Response]:
    def answered() -> Response:
        with desk.turn:
            desk.fresh()
            return jsonify(give(dict(request.args)))

    return answered


def _picture(desk: Desk) -> Callable[..., Response]:
    """A picture of an answer: the reader made it, and it is a PNG or nothing."""

    def answered(question: str, token: str, number: int) -> Response:
        """The picture of this number beside one answer."""
        with desk.turn:
            entry = entry_in(desk, {"question": question, "token": token})
            submission = entry.submissions[0]
            sealed = desk.book.evidence.of(submission)
            asked = desk.questions[question]
            digests = pictures_of(asked, sealed)[0] if sealed is not None else ()
            png = None
            if number < len(digests):
                png = desk.book.derived.picture(submission, digests[number])
        if png is None or not png.startswith(_PNG):
            abort(404)
        return Response(png, content_type="image/png")

    return answered


def _writing(app: Flask, desk: Desk, do: Do) -> None:
    def decided(asked: Asked) -> Asked:
        return _with_progress(desk, asked, decide(desk, asked))

    def undone(asked: Asked) -> Asked:
        return _with_progress(desk, asked, undo(desk, asked))

    def flagged(asked: Asked) -> Asked:
        return flag(desk, asked)

    def tried_out(asked: Asked) -> Asked:
        entry = entry_in(desk, asked)
        mark = tried(desk, entry, asked)
        text = text_in(asked, "text", 1 << 20)
        return {
            "machine": machine_view(desk.questions[entry.question], mark),
            "typeset": nodes.blocks(text) if text.strip() else [],
        }

    def typed(asked: Asked) -> Asked:
        return _with_progress(desk, asked, _kept(desk, asked, keep_typed))

    def placed(asked: Asked) -> Asked:
        return _with_progress(desk, asked, _kept(desk, asked, place_page))

    def chosen(asked: Asked) -> Asked:
        return _with_progress(desk, asked, _kept(desk, asked, choose))

    def items(asked: Asked) -> Asked:
        told = change_items(desk, asked)
        question = desk.questions[text_in(asked, "question", 200)]
        return {**told, "items": items_of(question), "generation": desk.generation}

    for path, take in {
        "decide": decided,
        "undo": undone,
        "flag": flagged,
        "try": tried_out,
        "type": typed,
        "place": placed,
        "choose": chosen,
        "items": items,
    }.items():
        app.add_url_rule(f"/api/{path}", path, _writes(desk, take, do), methods=["POST"])


def _kept(desk: Desk, asked: Asked, keep: Callable[..., list[str]]) -> Asked:
    entry = entry_in(desk, asked)
    who = keep(desk, entry, asked)
    desk.wrote_transcripts()
    desk.noted(who)
    return {"submissions": len(who), "status": desk.mark(entry).status.value}


def _with_progress(desk: Desk, asked: Asked, told: Asked) -> Asked:
    question = desk.questions[text_in(asked, "question", 200)]
    return {**told, "progress": progress(desk, question), "generation": desk.generation}


def _writes(desk: Desk, take: Callable[[Asked], Asked], do: Do) -> Callable[[], Response]:
    def taken(asked: Asked) -> Response:
        with desk.turn:
            desk.fresh()
            return jsonify(take(asked))

    def answered() -> Response:
        asked = request.get_json()
        if not isinstance(asked, dict):
            raise Refused("a request is an object")
        return do(partial(taken, asked))

    return answered


def _refused(error: Refused) -> tuple[Response, int]:
    other = error.other if isinstance(error, Conflict) else None
    return jsonify(error=str(error), other=other), error.status


def _told(error: HTTPException) -> Any:
    if error.response is not None:
        return error.response
    return Response(f"{error.name}\n", status=error.code, content_type="text/plain")
