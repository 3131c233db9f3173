from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.class_terminal import next_steps
from grader.reports.records import QuestionResult, Results
from grader.reports.statistics import FEWEST, class_statistics, statistics_csv
from tests.reports.example_results import example, submission


def question(number: int, share: float | None, read: str = "", mistake: str = "") -> QuestionResult:
    """One question of a submission in the shape of results."""
    status = "awaiting" if share is None else "correct" if share == 1 else "incorrect"
    return {
        "id": f"q{number}",
        "title": "=title",
        "kind": "short_text",
        "bonus": False,
        "score": None if share is None else 2 * share,
        "points": 2,
        "status": status,
        "feedback": [],
        "mistakes": [mistake] if mistake else [],
        "read": read,
        "source": None,
        "reason": None,
        "by_hand": False,
        "candidates": [],
        "parts": [],
    }


def results(rows: Sequence[list[QuestionResult]]) -> Results:
    """Results of a class with these answers."""
    students = [submission(f"s{number}", "", row) for number, row in enumerate(rows)]
    return {**example(), "submissions": students}


def shares(table: Sequence[Sequence[float | None]]) -> Results:
    """Results of a class with these shares."""
    return results([[question(q, share) for q, share in enumerate(row)] for row in table])


TABLES = st.integers(3, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=width, max_size=width),
        min_size=FEWEST,
        max_size=30,
    )
)


@given(TABLES)
def test_the_numbers_are_those_of_the_textbook(table: list[list[float]]) -> None:
    """Difficulty, corrected item-total correlation and alpha agree with numpy's."""
    found = class_statistics(shares(table))
    data = np.array(table)
    for number in range(data.shape[1]):
        item = found["questions"][f"q{number}"]
        assert item["difficulty"] == pytest.approx(data[:, number].mean(), abs=1e-4)
        rest = np.delete(data, number, axis=1).sum(axis=1)
        if data[:, number].std() < 1e-9 or rest.std() < 1e-9:
            assert item["discrimination"] is None
        else:
            expected = np.corrcoef(data[:, number], rest)[0, 1]
            assert item["discrimination"] == pytest.approx(expected, abs=1e-4)
        assert sum(item["distribution"]) == len(table)
    varied = data[:, data.std(axis=0) > 1e-9]
    total = varied.sum(axis=1).var(ddof=1) if varied.size else 0
    if varied.shape[1] < 3 or total < 1e-9:
        assert found["alpha"] is None
    else:
        count = varied.shape[1]
        expected = count / (count - 1) * (1 - varied.var(axis=0, ddof=1).sum() / total)
        assert found["alpha"] == pytest.approx(expected, abs=1e-4)


def test_a_few_hand_ins_say_nothing() -> None:
    """Below ten submissions no correlation is told; undecided answers do not count at all."""
    found = class_statistics(shares([[1.0, 0.0, None]] * 5))
    assert found["alpha"] is None
    assert found["questions"]["q0"]["discrimination"] is None
    assert found["questions"]["q2"]["difficulty"] is None
    assert class_statistics(results([]))["questions"] == {}


def wrong(count: int, right: int) -> Results:
    """A class in which `count` gave the same wrong answer and `right` were right."""
    reads = [("(-1.5,  9.45)", 0.0, "sequential_update")] * count + [
        ("(-1.5, 8.4)", 1.0, "")
    ] * right
    reads += [("=1+1", 0.0, ""), ("", 0.0, "")]
    return results([[question(0, share, read, mistake)] for read, share, mistake in reads])


def test_the_same_wrong_answer_is_a_cluster_with_its_mistake() -> None:
    """Equal wrong answers are counted and named; single ones and right ones are not listed."""
    item = class_statistics(wrong(17, 30))["questions"]["q0"]
    assert item["clusters"] == [
        {
            "answer": "(-1.5, 9.45)",
            "count": 17,
            "mistake": "sequential_update",
            "ids": [f"s{i}" for i in range(17)],
        }
    ]
    assert not item["suspect"]


def test_a_wrong_answer_more_common_than_the_right_one_makes_the_key_suspect() -> None:
    """That is how a wrong key is found."""
    assert class_statistics(wrong(17, 2))["questions"]["q0"]["suspect"]


def test_echoes_that_say_nothing_make_no_cluster() -> None:
    """The same count of predictions is not the same answer, and puts no key in doubt."""
    class_ = wrong(5, 3)
    for one in class_["submissions"]:
        one["questions"][0]["kind"] = "performance"
    item = class_statistics(class_)["questions"]["q0"]
    assert item["clusters"] == [] and not item["suspect"]
    assert not any("in doubt" in line for line in next_steps(class_, Path("out")))


def test_the_csv_has_a_row_a_question_and_no_formula() -> None:
    """Titles and answers that start like a formula are defused."""
    rows = list(csv.DictReader(io.StringIO(statistics_csv(class_statistics(wrong(3, 1))))))
    assert [row["question"] for row in rows] == ["q0"]
    assert rows[0]["given_by"] == "3"
    assert rows[0]["suspect"] == "yes"
    assert not rows[0]["title"].startswith("=")
