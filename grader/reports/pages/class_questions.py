"""One question across the class: how hard, how telling, and which mistakes were common."""

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import fmean

from grader.reports.asked import Asked
from grader.reports.extras import Extras
from grader.reports.pages.card import anchor
from grader.reports.pages.class_needs import people_named
from grader.reports.pages.mathml import inline
from grader.reports.pages.parts import part_label
from grader.reports.records import QuestionResult, QuestionStatistics, Results, Statistics
from grader.reports.text import cap, clean, clean_line, number
from grader.reports.words import CLASS_WORDS, named

_MOST_MISTAKES = 8
_MOST_CLUSTERS = 8
_MOST_MEMBERS = 6
_MOST_NOTES = 12


def _statuses(answers: Sequence[QuestionResult]) -> list[dict[str, object]]:
    """How many answers ended in each status, in the fixed order."""
    counts = Counter(answer["status"] for answer in answers)
    return [
        {"status": status, "word": word, "count": counts[status]}
        for status, word in CLASS_WORDS.items()
        if counts[status]
    ]


def _mistakes(answers: Sequence[QuestionResult], about: Asked) -> list[dict[str, object]]:
    """Named mistakes with how many submissions made them, the most common first.

    Those that are carried on from another question were made, and count, there.
    """
    counts = Counter(
        mistake
        for answer in answers
        for mistake in {
            *answer["mistakes"],
            *(m for part in answer["parts"] for m in part["mistakes"]),
        }
        - about.carried
    )
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [{"id": clean_line(named(m), 80), "count": n} for m, n in ranked[:_MOST_MISTAKES]]


def _parts(answers: Sequence[QuestionResult], about: Asked) -> list[dict[str, object]]:
    """Each part's share of points earned, for questions whose parts are the same for everybody."""
    earned: dict[str, list[float]] = {}
    for answer in answers:
        for part in answer["parts"]:
            if part["score"] is not None and part["points"]:
                share = float(part["score"]) / float(part["points"])
                earned.setdefault(str(part["id"]), []).append(share)
    if not 1 < len(earned) <= 24:
        return []
    question = str(answers[0]["id"])
    titles = {name: about.titles.get(name.removeprefix(f"{question}."), "") for name in earned}
    return [
        {
            "id": part_label(name, question) if not titles[name] or name[-1:].isdigit() else "",
            "title": inline(titles[name], 300) if titles[name] else "",
            "mean": f"{fmean(shares):.0%}",
        }
        for name, shares in earned.items()
    ]


def _clusters(
    name: str, item: QuestionStatistics, results: Results, extras: Extras
) -> list[dict[str, object]]:
    """Groups of students with the same wrong answer, as the statistics found them."""
    return [
        {
            "answer": cap(clean(str(cluster["answer"])), 160),
            "count": cluster["count"],
            "mistake": clean_line(named(cluster["mistake"]), 80),
            "snippet": extras.snippets.get((name, cluster["answer"]), ""),
            "who": people_named(cluster["ids"][:_MOST_MEMBERS], results),
            "more": max(int(cluster["count"]) - _MOST_MEMBERS, 0),
        }
        for cluster in item["clusters"][:_MOST_CLUSTERS]
    ]


def _notes(said: Mapping[str, int]) -> list[dict[str, object]]:
    """Sentences for staff alone, those true of most submissions first."""
    ranked = sorted(said.items(), key=lambda item: (-item[1], item[0]))
    return [{"text": cap(clean(text), 300), "count": count} for text, count in ranked[:_MOST_NOTES]]


def _spread(distribution: Sequence[int]) -> list[int]:
    """The bars of a strip, each in per cent of the tallest."""
    tallest = max(distribution, default=0)
    return [round(100 * count / tallest) if tallest else 0 for count in distribution]


def _spoken(distribution: Sequence[int]) -> str:
    """The same in words."""
    if not distribution:
        return "nothing decided"
    return f"{distribution[0]} earned nothing, {distribution[-1]} all, {sum(distribution)} decided"


def question_rows(
    results: Results, statistics: Statistics, extras: Extras
) -> list[dict[str, object]]:
    """Every question for the class page's template: those in doubt, then the worst first."""
    rows = []
    submissions = results["submissions"]
    for index, first in enumerate(submissions[0]["questions"] if submissions else ()):
        answers = [submission["questions"][index] for submission in submissions]
        item = statistics["questions"][first["id"]]
        suspect = item["suspect"] and (not extras.keys or first["id"] in extras.keys)
        rows.append(_row(first, answers, item, results, extras, suspect=suspect))
    return sorted(rows, key=lambda row: (not row["suspect"], not row["odd"], row["share"]))


def _row(
    first: QuestionResult,
    answers: Sequence[QuestionResult],
    item: QuestionStatistics,
    results: Results,
    extras: Extras,
    *,
    suspect: bool,
) -> dict[str, object]:
    name = str(first["id"])
    waiting = sum(answer["status"] == "awaiting" for answer in answers)
    share = item["difficulty"] if waiting <= item["answers"] else None
    discrimination = item["discrimination"]
    about = extras.asked.get(name, Asked())
    mistakes = _mistakes(answers, about)
    return {
        "id": clean_line(name, 80),
        "anchor": anchor(name),
        "title": inline(clean_line(str(first["title"] or name), 300)),
        "points": number(float(first["points"])),
        "bonus": bool(first["bonus"]),
        "share": 2.0 if share is None else share,
        "earned": "" if share is None else f"{share:.0%}",
        "spread": _spread(item["distribution"]) if share is not None else [],
        "spoken": _spoken(item["distribution"]) if share is not None else "still to judge",
        "discrimination": "" if discrimination is None else f"{float(discrimination):.2f}",
        "odd": discrimination is not None and float(discrimination) < 0,
        "suspect": suspect,
        "key": clean_line(extras.keys.get(name, ""), 200),
        "top": f"{mistakes[0]['id']} ({mistakes[0]['count']})" if mistakes else "",
        "waiting": waiting,
        "statuses": _statuses(answers),
        "mistakes": mistakes,
        "parts": _parts(answers, about),
        "clusters": _clusters(name, item, results, extras),
        "notes": _notes(extras.staff.get(name, {})),
    }
