"""One question across the class: how hard, how telling, and which mistakes were common."""

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import fmean
from urllib.parse import quote

from grader.reports.pages.mathml import inline
from grader.reports.pages.parts import part_label
from grader.reports.pages.question_view import anchor
from grader.reports.records import QuestionResult, QuestionStatistics, Results, Statistics
from grader.reports.text import cap, clean, clean_line, number
from grader.reports.words import STATUS_WORDS, named, safe_name

_MOST_MISTAKES = 8
_MOST_CLUSTERS = 8
_MOST_MEMBERS = 6
_MOST_NOTES = 12


def _statuses(answers: Sequence[QuestionResult]) -> list[dict[str, object]]:
    """How many answers ended in each status, in the fixed order."""
    counts = Counter(answer["status"] for answer in answers)
    return [
        {"status": status, "word": word, "count": counts[status]}
        for status, word in STATUS_WORDS.items()
        if counts[status]
    ]


def _mistakes(answers: Sequence[QuestionResult]) -> list[dict[str, object]]:
    """Named mistakes with the number of submissions that made them, the most common first."""
    counts = Counter(
        mistake
        for answer in answers
        for mistake in {
            *answer["mistakes"],
            *(m for part in answer["parts"] for m in part["mistakes"]),
        }
    )
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [{"id": clean_line(named(m), 80), "count": n} for m, n in ranked[:_MOST_MISTAKES]]


def _parts(answers: Sequence[QuestionResult]) -> list[dict[str, str]]:
    """Each part's share of points earned, for questions whose parts are the same for everybody."""
    earned: dict[str, list[float]] = {}
    for answer in answers:
        for part in answer["parts"]:
            if part["score"] is not None and part["points"]:
                share = float(part["score"]) / float(part["points"])
                earned.setdefault(str(part["id"]), []).append(share)
    if not 1 < len(earned) <= 24:
        return []
    return [
        {"id": part_label(name, str(answers[0]["id"])), "mean": f"{fmean(shares):.0%}"}
        for name, shares in earned.items()
    ]


def _clusters(item: QuestionStatistics) -> list[dict[str, object]]:
    """Groups of students with the same wrong answer, as the statistics found them."""
    return [
        {
            "answer": cap(clean(str(cluster["answer"])), 160),
            "count": cluster["count"],
            "mistake": clean_line(named(cluster["mistake"]), 80),
            "who": [
                {
                    "id": clean_line(str(sid), 80),
                    "href": f"reports/{quote(safe_name(str(sid)))}.html",
                }
                for sid in cluster["ids"][:_MOST_MEMBERS]
            ],
            "more": max(int(cluster["count"]) - _MOST_MEMBERS, 0),
        }
        for cluster in item["clusters"][:_MOST_CLUSTERS]
    ]


def _notes(said: Mapping[str, int]) -> list[dict[str, object]]:
    """Sentences for staff alone, those true of most submissions first."""
    ranked = sorted(said.items(), key=lambda item: (-item[1], item[0]))
    return [{"text": cap(clean(text), 300), "count": count} for text, count in ranked[:_MOST_NOTES]]


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"


def question_rows(
    results: Results,
    statistics: Statistics,
    staff: Mapping[str, Mapping[str, int]],
) -> list[dict[str, object]]:
    """Every question in rubric order, ready for the class page's template."""
    submissions = results["submissions"]
    items = statistics["questions"]
    rows = []
    for index, first in enumerate(submissions[0]["questions"] if submissions else ()):
        answers = [submission["questions"][index] for submission in submissions]
        scores = [float(a["score"]) for a in answers if a["score"] is not None]
        points = float(first["points"])
        item = items[first["id"]]
        settled = len(scores) == len(answers)
        mean = fmean(scores) if scores else None
        discrimination = item["discrimination"] if settled else None
        rows.append(
            {
                "id": clean_line(str(first["id"]), 80),
                "anchor": anchor(str(first["id"])),
                "title": inline(clean_line(str(first["title"] or first["id"]), 300)),
                "points": number(points),
                "bonus": bool(first["bonus"]),
                "mean": number(mean) or "–",
                "decided": "" if settled else f"{len(scores)} decided so far",
                "difficulty": _share(item["difficulty"]) if settled else "",
                "discrimination": f"{float(discrimination):.2f}"
                if discrimination is not None
                else "",
                "odd": discrimination is not None and float(discrimination) < 0,
                "suspect": item["suspect"],
                "statuses": _statuses(answers),
                "mistakes": _mistakes(answers),
                "parts": _parts(answers),
                "clusters": _clusters(item),
                "notes": _notes(staff.get(str(first["id"]), {})),
            }
        )
    return rows
