"""From a photo to the student's page: typed as a table, marked with follow-through, accepted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from grader.gradebook import Gradebook
from tests.chromium import accessibility_violations
from tests.marking.transcribing.coursework import RUBRIC, Files, drawn, marks, run, scan, write
from tests.web.classes import served
from tests.web.client import Person, at_the_page

PHOTOS: Files = {
    "hw.md": (
        "# Problem 1\n\n## (a)\n\n![](a.png)\n\n## (b)\n\n![](b.png)\n\n"
        "# Problem 2\n\n![](two.jpg)\n\n# Problem 3\n\n![](three.png)\n"
    ),
    "a.png": drawn("grad f = (2x - 3y, 3x)"),
    "b.png": drawn("1.1 0.7", "1.09 0.37"),
    "two.jpg": drawn("1 -2", "0.5 4", form="JPEG"),
    "three.png": drawn("mean = 2.5"),
}
"""A sign is wrong in the gradient, and the steps follow from that gradient."""
OTHER: Files = {**PHOTOS, "a.png": drawn("grad f = (2x + 3y, 3x)")}


def steps_from_the_wrong_gradient() -> list[list[str]]:
    """Two steps of descent with 2x - 3y where 2x + 3y belongs."""
    x, y = 1.0, 1.0
    rows = []
    for _ in range(2):
        x, y = x - 0.1 * (2 * x - 3 * y), y - 0.1 * 3 * x
        rows.append([f"{x:.6g}", f"{y:.6g}"])
    return rows


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three students, two of them with the same photos but one, and a scan without labels."""
    folder = tmp_path_factory.mktemp("photos")
    write(folder, {"rubric.yaml": RUBRIC})
    scanned: Files = {"scan.pdf": scan("2.5")}
    for name, files in {"ada": PHOTOS, "bob": OTHER, "eve": scanned}.items():
        write(folder / "class" / name, files)
    run(folder, "grade", "class", "--rubric", "rubric.yaml", "--out", "out", "--isolation", "none")
    return folder


@pytest.fixture
def folder(graded: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    import shutil

    shutil.copytree(graded, tmp_path / "copy")
    return tmp_path / "copy"


@pytest.mark.browser
def test_from_a_photo_to_the_students_page(page: Page, folder: Path) -> None:
    """Typed by keyboard, typeset and marked while typing; the early error is charged once."""
    with served(folder / "out") as server:
        page.goto(server.address)
        expect(page.locator("#points")).to_be_visible()
        page.keyboard.press("/")
        page.keyboard.type("Drawn by hand · ada · gradient")
        page.keyboard.press("Enter")
        expect(page.locator("#field")).to_be_visible()
        assert accessibility_violations(page) == []
        canvas = page.locator(".picture canvas").first
        expect(canvas).to_have_attribute("data-turns", "0")
        page.get_by_role("button", name="Turn").first.click()
        page.get_by_role("button", name="Larger").first.click()
        expect(canvas).to_have_attribute("data-turns", "1")
        expect(canvas).to_have_attribute("data-zoom", "1.4")
        page.get_by_label("LaTeX").check()
        page.keyboard.press("t")
        page.locator("#transcript").fill(r"\nabla f = (2x - 3y, 3x)")
        expect(page.locator("#made math")).to_be_visible()
        expect(page.locator("#accept")).to_be_enabled()
        expect(page.locator("#made .verdict")).to_contain_text("Partly correct")
        page.locator("#transcript").press("Control+Enter")
        expect(page.locator("#progress")).to_contain_text("1 of 3")
        page.locator("#find").fill("ada · steps")
        page.locator("#find").press("Enter")
        expect(page.locator(".gridded input")).to_have_count(4)
        expect(page.locator("#answer")).to_contain_text("2 submissions gave exactly this")
        page.keyboard.press("t")
        for cell in [cell for row in steps_from_the_wrong_gradient() for cell in row]:
            page.keyboard.type(cell)
            page.keyboard.press("Tab")
        expect(page.locator("#made .verdict")).to_contain_text("2 of 2 by the machine")
        page.locator(".gridded input").last.press("Enter")
        expect(page.locator("#progress")).to_contain_text("2 of 3")
    run(folder, "report", "out")
    found = marks(folder, "ada")
    assert 0 < found["gradient"] < 1 and found["steps"] == 2
    assert marks(folder, "bob")["steps"] < 2  # the same picture, with the right gradient or none
    text = (folder / "out" / "reports" / "ada.html").read_text()
    assert "Read by a person from your picture" in text and "1.1 | 0.7" in text
    with Gradebook.open(folder / "out" / "gradebook.db", "read") as book:
        assert {one.who for one in book.transcripts.history()} == {"ada"}
        mark = book.marks.of("ada")["gradient"].mark
    assert mark.mistakes and mark.read_by_person is not None


def only(person: Person, question: str, who: str) -> str:
    """The token of one person's answer."""
    found = person.get("find", text=f"x · {who} · {question}")["found"]
    return str(found[0]["token"])


def test_marking_while_typing_keeps_nothing(folder: Path) -> None:
    """What is tried is in no history; what is typed wrongly is a sentence."""
    with at_the_page(folder / "out") as ada:
        token = only(ada, "mean", "bob")
        asked = {"question": "mean", "token": token, "text": "2.5"}
        assert ada.post("try", asked)["machine"]["score"] == "1"
        assert ada.post("try", {**asked, "text": "3"})["machine"]["status"] == "incorrect"
        assert ada.ask("try", {**asked, "text": " "}).status_code == 400
        assert ada.ask("try", {**asked, "grid": "x"}).status_code == 400
        assert ada.ask("try", {**asked, "text": "x" * 500_000}).status_code == 400
        assert ada.get("answer", question="mean", token=token)["machine"]["status"] == "awaiting"
    with Gradebook.open(folder / "out" / "gradebook.db", "read") as book:
        assert book.transcripts.history() == []


def test_equal_pictures_are_typed_once(folder: Path) -> None:
    """Both who drew the same matrix are marked by one transcript, and `rescore` agrees."""
    with at_the_page(folder / "out") as ada:
        token = only(ada, "inverse", "ada")
        told = ada.post(
            "type", {"question": "inverse", "token": token, "grid": [["1", "-2"], ["0.5", "4"]]}
        )
        assert told["submissions"] == 2
    with Gradebook.open(folder / "out" / "gradebook.db", "read") as book:
        scores = {who: book.marks.of(who)["inverse"].mark.score for who in ("ada", "bob", "eve")}
    assert scores == {"ada": 2, "bob": 2, "eve": None}
    told_by = run(folder, "rescore", "out", "--rubric", "rubric.yaml", "--dry-run").stderr
    assert "0 marks of 0 submissions change" in told_by


@pytest.mark.parametrize(
    ("state", "status"),
    [("absent", "missing"), ("illegible", "awaiting"), ("withdrawn", "awaiting")],
)
def test_nothing_there_and_illegible_are_said(folder: Path, state: str, status: str) -> None:
    """Neither is a guess: nothing there is missing, what cannot be read stays with a person."""
    with at_the_page(folder / "out") as ada:
        token = only(ada, "mean", "bob")
        asked: dict[str, Any] = {"question": "mean", "token": token, "state": state}
        if state == "withdrawn":
            ada.post("type", {**asked, "state": "typed", "text": "7"})
            view = ada.get("answer", question="mean", token=token)
            asked["revision"] = view["transcript"]["revision"]
        assert ada.post("type", asked)["status"] == status


def test_two_people_type_the_same_picture(folder: Path) -> None:
    """The later one is told what the other typed, unless it is the same."""
    with at_the_page(folder / "out") as ada, at_the_page(folder / "out", "ben") as ben:
        token = only(ada, "mean", "ada")
        asked = {"question": "mean", "token": token, "text": "2.5", "revision": 0}
        ben.post("type", {**asked, "text": "2.4"})
        refused = ada.ask("type", asked)
        assert refused.status_code == 409
        assert refused.get_json()["other"]["text"] == "2.4"
        ada.post("type", {**asked, "text": "2.4"})


def test_accepting_the_machines_mark_takes_points_by_hand_back(folder: Path) -> None:
    """The accepted mark holds, not what was given before; what came since is a conflict."""
    with at_the_page(folder / "out") as ada:
        token = only(ada, "mean", "bob")
        ada.decide("mean", token, points="0", comment="Cannot be read.")
        seen = ada.get("answer", question="mean", token=token)["revision"]
        asked = {"question": "mean", "token": token, "text": "2.5"}
        refused = ada.ask("type", {**asked, "judged": 0})
        assert refused.status_code == 409 and refused.get_json()["other"]["shown"] == "0"
        assert ada.post("type", {**asked, "judged": seen})["status"] == "correct"
    with Gradebook.open(folder / "out" / "gradebook.db", "read") as book:
        mark = book.marks.of("bob")["mean"].mark
        assert mark.score == 1 and not mark.by_hand
        assert [one.points for one in book.judgements.history()][-1] is None


def test_a_candidate_is_chosen_by_a_click(tmp_path: Path) -> None:
    """The machine marks the chosen reading as if it had been sure of it; it can be taken back."""
    write(tmp_path, {"rubric.yaml": RUBRIC})
    text = "# Problem 3\n\nThe mean is 2.4, or perhaps mean = 2.5\n\nmean = 2.4\n\n![](x.png)\n"
    write(tmp_path / "class" / "zoe", {"hw.md": text, "x.png": drawn("?")})
    grade = ("grade", "class", "--rubric", "rubric.yaml", "--out", "out", "--isolation", "none")
    run(tmp_path, *grade)
    with at_the_page(tmp_path / "out") as ada:
        token = only(ada, "mean", "zoe")
        view = ada.get("answer", question="mean", token=token)
        by_score = {one["score"]: one for one in view["candidates"] if one["key"]}
        assert view["machine"]["status"] == "awaiting" and set(by_score) >= {"1", "0"}
        asked = {"question": "mean", "token": token}
        assert ada.ask("choose", {**asked, "key": "nothing"}).status_code == 400
        assert ada.post("choose", {**asked, "key": by_score["1"]["key"]})["status"] == "correct"
        chosen = ada.get("answer", question="mean", token=token)["candidates"]
        assert ada.post("choose", {**asked, "key": by_score["0"]["key"]})["status"] == "incorrect"
        assert ada.post("choose", {**asked, "key": ""})["status"] == "awaiting"
        assert [one["key"] for one in chosen if one["chosen"]] == [by_score["1"]["key"]]
    found = run(tmp_path, "rescore", "out", "--rubric", "rubric.yaml", "--dry-run").stderr
    assert "0 marks of 0 submissions change" in found


def test_a_page_under_no_label_gets_its_place(folder: Path) -> None:
    """A scan is nobody's until somebody says which questions it answers; then it can be typed."""
    with at_the_page(folder / "out") as ada:
        token = only(ada, "mean", "eve")
        (page_,) = ada.get("answer", question="mean", token=token)["transcript"]["pages"]
        body = {"question": "mean", "token": token, "page": page_["key"], "questions": ["mean"]}
        assert ada.ask("place", {**body, "questions": ["p9"]}).status_code == 400
        told = ada.post("place", body)
        assert told["status"] == "awaiting"
        view = ada.get("answer", question="mean", token=only(ada, "mean", "eve"))
        assert len(view["transcript"]["own"]) == 1
        asked = {"question": "mean", "token": only(ada, "mean", "eve"), "text": "2.5"}
        assert ada.post("type", asked)["status"] == "correct"
    found = json.loads(json.dumps(marks_of(folder, "eve")))
    assert found["mean"] == "correct" and found["inverse"] == "awaiting"


def marks_of(folder: Path, who: str) -> dict[str, str]:
    """The statuses of a submission."""
    with Gradebook.open(folder / "out" / "gradebook.db", "read") as book:
        return {name: one.mark.status.value for name, one in book.marks.of(who).items()}
