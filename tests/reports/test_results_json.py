"""`results.json` is byte-stable, plain ASCII and keeps the pinned order."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from grader.errors import UsageMistake
from grader.reports.exports.results_json import read_results, render_json, short
from tests.reports.example_results import example
from tests.reports.hostile import PAYLOADS, hostile_results

TOP = ["schema", "grader", "rubric", "isolation", "python", "seed", "missing", "submissions"]


def test_the_structure_comes_back_in_order() -> None:
    """What is read again equals what was written, key order included."""
    results = example()
    back = json.loads(render_json(results))
    assert back == results
    assert list(back) == TOP
    assert render_json(results) == render_json(example())


def test_numbers_are_short() -> None:
    """Fractions and floats become the shortest number a reader expects."""
    assert [short(x) for x in (2.0, Fraction(1, 3), 0.1 + 0.2, Fraction(7))] == [
        2,
        0.333333,
        0.3,
        7,
    ]


def test_an_empty_class_is_written() -> None:
    """No submissions give an empty list."""
    assert json.loads(render_json({**example(), "submissions": []}))["submissions"] == []


def test_a_mark_that_is_no_number_is_refused() -> None:
    """NaN would be invalid JSON, and is a fault of ours."""
    results = example()
    results["submissions"][0]["score"] = float("nan")
    with pytest.raises(ValueError):
        render_json(results)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_terminal_can_show_it(payload: str) -> None:
    """No byte outside printable ASCII and line breaks, whatever a student wrote."""
    written = render_json(hostile_results(payload))
    assert set(written) <= {10, *range(32, 127)}
    json.loads(written)


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    """A run's own file comes back whole."""
    path = tmp_path / "results.json"
    path.write_bytes(render_json(example()))
    assert read_results(path) == example()


def test_what_an_older_grader_wrote_is_completed(tmp_path: Path) -> None:
    """Fields that did not exist then are there when its file is exported now."""
    old = json.loads(render_json(example()))
    for submission in old["submissions"]:
        for question in submission["questions"]:
            del question["reason"], question["by_hand"], question["candidates"]
            if question["source"]:
                del question["source"]["page"]
    path = tmp_path / "results.json"
    path.write_text(json.dumps(old))
    read = [q for one in read_results(path)["submissions"] for q in one["questions"]]
    whole = [q for one in example()["submissions"] for q in one["questions"]]
    assert read == [{**question, "reason": None} for question in whole]


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"schema": "other/2"}', b"\xff", b"[" * 100_000, None]
)
def test_another_file_is_refused_in_one_message(tmp_path: Path, content: bytes | None) -> None:
    """Missing, damaged and foreign files are the caller's mistake."""
    path = tmp_path / "results.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageMistake, match=r"results\.json: "):
        read_results(path)
