"""Item statistics of a class: how hard, how telling, how alike, and which wrong answers repeat.

Computed from results alone, by the textbook: difficulty is the mean share of a question's points;
discrimination is the correlation of a question with the sum of the others; alpha is Cronbach's.
A number that few answers cannot carry is left out (None), never guessed.
"""

from __future__ import annotations

import csv
import io
import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from grader.reports.extras import tells_itself
from grader.reports.records import (
    Alike,
    Cluster,
    QuestionResult,
    QuestionStatistics,
    Results,
    Statistics,
    SubmissionResult,
)

FEWEST = 10
"""Fewer submissions than this say nothing about a question."""
_SHOWN_IDS = 50
_WRONG = ("incorrect", "partial")


def class_statistics(
    results: Results, similar: Sequence[Alike] = ()
) -> Statistics:
    """Statistics of every question, Cronbach's alpha, and the submissions that are alike."""
    submissions = results["submissions"]
    table = [[_share(q) for q in one["questions"]] for one in submissions]
    worth = [float(q["points"]) for q in submissions[0]["questions"]] if submissions else []
    questions = {}
    for index, first in enumerate(submissions[0]["questions"] if submissions else ()):
        column = [one["questions"][index] for one in submissions]
        questions[first["id"]] = _question(first, column, submissions, table, worth, index)
    return {"questions": questions, "alpha": _alpha(table, worth), "similar": list(similar)}


def _share(question: QuestionResult) -> float | None:
    """The share of the points that was earned; None where nothing was decided."""
    if question["score"] is None or not question["points"] or question["status"] == "awaiting":
        return None
    return float(question["score"]) / float(question["points"])


def _question(
    first: QuestionResult,
    column: Sequence[QuestionResult],
    submissions: Sequence[SubmissionResult],
    table: Sequence[Sequence[float | None]],
    worth: Sequence[float],
    index: int,
) -> QuestionStatistics:
    shares = [row[index] for row in table if row[index] is not None]
    known = [share for share in shares if share is not None]
    clusters = _clusters(column, submissions) if tells_itself(first["kind"]) else []
    right = sum(question["status"] == "correct" for question in column)
    return {
        "title": first["title"],
        "points": first["points"],
        "answers": len(known),
        "difficulty": round(math.fsum(known) / len(known), 4) if known else None,
        "discrimination": _discrimination(table, worth, index),
        "distribution": _distribution(known),
        "statuses": dict(sorted(Counter(str(q["status"]) for q in column).items())),
        "clusters": clusters,
        "suspect": bool(clusters) and clusters[0]["count"] >= max(3, right),
    }


def _distribution(shares: Sequence[float]) -> list[int]:
    """How many earned nothing, up to a quarter, a half, three quarters, less than all, all."""
    edges = (0.0, 0.25, 0.5, 0.75, 1.0)
    counts = [0] * 6
    for share in shares:
        if share >= 1:
            counts[5] += 1
        else:
            counts[next(place for place, edge in enumerate(edges) if share <= edge)] += 1
    return counts


def _discrimination(
    table: Sequence[Sequence[float | None]], worth: Sequence[float], index: int
) -> float | None:
    """Pearson's correlation of a question with the sum of the other decided ones."""
    pairs = []
    for row in table:
        own = row[index]
        others = [(s, w) for i, (s, w) in enumerate(zip(row, worth, strict=True)) if i != index]
        known = [(share, points) for share, points in others if share is not None]
        total = math.fsum(points for _, points in known)
        if own is not None and total:
            pairs.append((own, math.fsum(s * p for s, p in known) / total))
    if len(pairs) < FEWEST:
        return None
    return _correlation([x for x, _ in pairs], [y for _, y in pairs])


def _correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    mean_x, mean_y = math.fsum(xs) / len(xs), math.fsum(ys) / len(ys)
    over = math.fsum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    spread_x = math.fsum((x - mean_x) ** 2 for x in xs)
    spread_y = math.fsum((y - mean_y) ** 2 for y in ys)
    if spread_x < 1e-12 or spread_y < 1e-12:
        return None
    return round(over / math.sqrt(spread_x * spread_y), 4)


def _alpha(table: Sequence[Sequence[float | None]], worth: Sequence[float]) -> float | None:
    """Cronbach's alpha over questions decided for everybody and answered differently."""
    columns = []
    for index, points in enumerate(worth):
        shares = [row[index] for row in table]
        known = [share * points for share in shares if share is not None]
        if len(known) == len(shares) and len(set(known)) > 1:
            columns.append(known)
    if len(table) < FEWEST or len(columns) < 3:
        return None
    total = _variance([math.fsum(row) for row in zip(*columns, strict=True)])
    if total < 1e-12:
        return None
    count = len(columns)
    return round(count / (count - 1) * (1 - math.fsum(map(_variance, columns)) / total), 4)


def _variance(values: Sequence[float]) -> float:
    mean = math.fsum(values) / len(values)
    return math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)


def _clusters(
    column: Sequence[QuestionResult], submissions: Sequence[SubmissionResult]
) -> list[Cluster]:
    """Wrong answers given at least twice, the most common first: a wrong key shows here."""
    groups: dict[str, list[int]] = defaultdict(list)
    for place, question in enumerate(column):
        read = " ".join(str(question["read"]).split())
        if question["status"] in _WRONG and read:
            groups[read].append(place)
    ranked = sorted(
        (item for item in groups.items() if len(item[1]) > 1),
        key=lambda item: (-len(item[1]), item[0]),
    )
    return [
        {
            "answer": read[:400],
            "count": len(places),
            "mistake": _common_mistake([column[place] for place in places]),
            "ids": [submissions[place]["id"] for place in places[:_SHOWN_IDS]],
        }
        for read, places in ranked
    ]


CSV_COLUMNS = (
    "question",
    "title",
    "points",
    "answers",
    "difficulty",
    "discrimination",
    "correct",
    "partial",
    "incorrect",
    "missing",
    "awaiting",
    "not_gradable",
    "suspect",
    "common_wrong_answer",
    "given_by",
    "mistake",
)


def statistics_csv(statistics: Statistics) -> str:
    """The item statistics as CSV, a row a question, with no cell that starts a formula."""
    from grader.reports.exports.grades_csv import defused

    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for name, item in statistics["questions"].items():
        statuses = [item["statuses"].get(status, 0) for status in CSV_COLUMNS[6:12]]
        figures = (item["points"], item["answers"], item["difficulty"], item["discrimination"])
        numbers = ["" if figure is None else figure for figure in figures]
        wrong: list[object] = ["", "", ""]
        if item["clusters"]:
            most = item["clusters"][0]
            wrong = [defused(most["answer"]), most["count"], defused(most["mistake"])]
        suspect = "yes" if item["suspect"] else ""
        writer.writerow([name, defused(item["title"]), *numbers, *statuses, suspect, *wrong])
    return made.getvalue()


def _common_mistake(answers: Sequence[QuestionResult]) -> str:
    """The mistake that all these answers were found to make, or nothing."""
    shared = set.intersection(
        *(
            {*answer["mistakes"], *(m for part in answer["parts"] for m in part["mistakes"])}
            for answer in answers
        )
    )
    return min(shared, default="")
