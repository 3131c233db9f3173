"""Before you publish: everything in a class that wants its instructor, by cause."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from markupsafe import Markup

from grader.marks import counted
from grader.reports.attention import lacking_told, reasons_to_wait
from grader.reports.extras import Extras
from grader.reports.pages.banner import is_stop, stopped_at
from grader.reports.pages.mathml import inline
from grader.reports.records import FindingResult, Results, Statistics, SubmissionResult
from grader.reports.text import clean_line, sentence
from grader.reports.words import FOR_STAFF, LATE, NEAR_MISS, STATUS_WORDS, WAITING_WORDS, safe_name

_NEAR = re.compile(r"(\w+) is on line \d+ of .*; (\w+) was asked for and is nowhere\.", re.DOTALL)
_STOPPED = re.compile(
    r"stopped (?:here )?with (.*?); (?:nothing below|the rest of it) was", re.DOTALL
)
_MOST = 100


@dataclass(frozen=True, slots=True)
class Person:
    """A student as a link to the page."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Group:
    """What several have in common, and who they are."""

    said: Markup
    who: list[Person]
    snippet: str = ""

    @property
    def named(self) -> list[Person]:
        """Those whom the page names; the table of students has all."""
        return self.who[:_MOST]

    @property
    def more(self) -> int:
        """How many others there are."""
        return len(self.who) - len(self.named)


@dataclass(frozen=True, slots=True)
class Need:
    """One item of the list; `count` stands in the bar on top as `word`."""

    id: str
    heading: str
    word: str
    count: int
    said: Markup
    groups: list[Group] = field(default_factory=list)
    command: str = ""
    tone: str = "partial"


def person_of(submission: SubmissionResult) -> Person:
    """A student's name with the way to their page."""
    name = clean_line(str(submission["name"] or submission["id"]), 80)
    return Person(name, f"reports/{quote(safe_name(submission['id']))}.html")


def needs(results: Results, statistics: Statistics, extras: Extras, folder: str) -> list[Need]:
    """Everything there is to do before marks are published, the most urgent first."""
    made = (
        _keys(results, statistics, extras, folder),
        _not_gradable(results),
        _libraries(results),
        _not_run(results),
        _misnamed(results, extras),
        _to_judge(results, folder),
        _missing(results),
        _noticed(results),
    )
    return [need for need in made if need is not None and need.count]


def _keys(
    results: Results, statistics: Statistics, extras: Extras, folder: str
) -> Need | None:
    groups = []
    questions = results["submissions"][0]["questions"] if results["submissions"] else ()
    for place, first in enumerate(questions):
        item = statistics["questions"][first["id"]]
        if not item["suspect"] or (extras.keys and not extras.keys.get(first["id"])):
            continue
        wrong = item["clusters"][0]
        column = [one["questions"][place] for one in results["submissions"]]
        right = sum(answer["status"] == "correct" for answer in column)
        key = clean_line(extras.keys.get(first["id"], ""), 120)
        title = clean_line(str(first["title"] or first["id"]), 120)
        yours = f"your key {key}" if key else "your key"
        said = Markup("<b>{}</b>: {} was given by {}, <code>{}</code> by {}.").format(
            title, yours, right, clean_line(wrong["answer"], 120), wrong["count"]
        )
        groups.append(Group(said, []))
    return Need(
        "key", "A key is in doubt" if len(groups) == 1 else "Keys are in doubt",
        "key in doubt" if len(groups) == 1 else "keys in doubt", len(groups),
        Markup("One wrong answer is as common as the right one: look at the key, fix it, then"),
        groups, f"grader rescore {folder} --rubric {clean_line(results['rubric']['path'], 200)}",
        "incorrect",
    )  # fmt: skip


def _not_gradable(results: Results) -> Need:
    found: dict[str, list[SubmissionResult]] = defaultdict(list)
    for one in results["submissions"]:
        for question in one["questions"]:
            if question["status"] == "not_gradable":
                said = next(iter(question["feedback"]), STATUS_WORDS["not_gradable"])
                found[titled(f"{question['id']}: {said}", one)].append(one)
    people = {one["id"] for row in found.values() for one in row}
    return Need(
        "failed", "Could not be graded", "could not be graded", len(people),
        Markup("This is our fault and never a zero; no number is exported for it."),
        _groups(found), tone="not_gradable",
    )  # fmt: skip


def _libraries(results: Results) -> Need:
    told = lacking_told(results)
    return Need(
        "libraries", "A library is not installed where submissions run", "library lacking",
        int(bool(told)),
        Markup("{}. Install it there and run again; until then nothing that needs it is graded.")
        .format(sentence(told)), tone="not_gradable",
    )  # fmt: skip


def _not_run(results: Results) -> Need:
    found: dict[str, list[SubmissionResult]] = defaultdict(list)
    for one in results["submissions"]:
        for finding in one["findings"]:
            if is_stop(finding) or finding["kind"] in ("syntax-error", "load-lost"):
                found[_cause(finding)].append(one)
                break
    return Need(
        "stopped", "Did not run to the end", "did not run", sum(map(len, found.values())),
        Markup("What stands below the line waits for you; the students see the line."),
        _groups(found), tone="incorrect",
    )  # fmt: skip


def _cause(finding: FindingResult) -> str:
    """Why and where code stopped, in words that the same slip of another gives too."""
    message = str(finding["message"])
    stopped = _STOPPED.search(message)
    cell = "" if finding["cell"] is None else f" of cell {finding['cell']}"
    line = "" if finding["line"] is None else f" at line {finding['line']}{cell}"
    if stopped is not None:
        return f"{clean_line(stopped[1], 160)}{line}"
    why = message.rpartition("(")[2].rstrip(").") if "(" in message else message
    return f"{clean_line(why, 160)}{'' if 'line' in why else line}"


def did_not_run(submission: SubmissionResult) -> bool:
    """Whether some code of a submission stopped or could not be read."""
    return any(
        is_stop(one) or one["kind"] in ("syntax-error", "load-lost")
        for one in submission["findings"]
    )


def misnamed(submission: SubmissionResult) -> bool:
    """Whether an answer seems to stand under a misspelt name."""
    return any(one["kind"] == NEAR_MISS for one in submission["findings"])


def _misnamed(results: Results, extras: Extras) -> Need:
    found: dict[tuple[str, str], list[SubmissionResult]] = defaultdict(list)
    for one in results["submissions"]:
        for finding in one["findings"]:
            near = _NEAR.fullmatch(str(finding["message"]))
            if finding["kind"] == NEAR_MISS and near is not None:
                found[near[1], near[2]].append(one)
    groups = []
    for (wrote, name), people in sorted(found.items(), key=lambda row: -len(row[1]))[:_MOST]:
        names = next((a.names for a in extras.asked.values() if name in a.names), (name,))
        said = Markup("<code>{}</code> for <code>{}</code>: {}").format(wrote, name, len(people))
        snippet = f"name: [{', '.join([*names, wrote])}]"
        groups.append(Group(said, [person_of(one) for one in people], snippet))
    return Need(
        "misnamed", "Answers under a misspelt name", "misnamed",
        len({one["id"] for people in found.values() for one in people}),
        Markup("To take what is under a name, put its line into the question and grade again."),
        groups,
    )  # fmt: skip


def _to_judge(results: Results, folder: str) -> Need:
    found: dict[str, int] = defaultdict(int)
    people = set()
    for one in results["submissions"]:
        for question in one["questions"]:
            if question["status"] == "awaiting" and stopped_at(question, one["findings"]) is None:
                people.add(one["id"])
                found[clean_line(str(question["title"] or question["id"]), 120)] += 1
    waiting = reasons_to_wait(results)
    words = {**dict.fromkeys((reason for reason, _ in waiting), "to decide"), **WAITING_WORDS}
    why = [f"{count} {words[reason]}" for reason, count in waiting]
    groups = [
        Group(Markup("<b>{}</b>: {}").format(title, count), [])
        for title, count in sorted(found.items(), key=lambda row: -row[1])
    ]
    return Need(
        "judge", "To judge", "to judge", len(people),
        Markup("{} to decide: {}. Go through them with").format(
            counted(sum(count for _, count in waiting), "mark"), "; ".join(why)
        ),
        groups, f"grader mark {folder}", "awaiting",
    )  # fmt: skip


def _missing(results: Results) -> Need:
    names = [clean_line(str(one["name"] or one["id"]), 80) for one in results["missing"]]
    ids = [clean_line(str(one["id"]), 80) for one in results["missing"]]
    told = Markup(
        "<details><summary>Who</summary><p>{}</p><p>To copy: <code>{}</code></p></details>"
    )
    return Need(
        "missing", "Handed in nothing", "missing", len(names),
        told.format(", ".join(names), " ".join(ids)),
    )  # fmt: skip


def _noticed(results: Results) -> Need:
    """Findings that no other item tells, by kind."""
    kinds: dict[str, dict[str, str]] = {}
    by_id = {one["id"]: one for one in results["submissions"]}
    for one in results["submissions"]:
        for finding in one["findings"]:
            told = is_stop(finding) or finding["kind"] in (LATE, NEAR_MISS, "syntax-error")
            if not told:
                kinds.setdefault(str(finding["kind"]), {}).setdefault(
                    one["id"], titled(str(finding["message"]), one)
                )
    groups = []
    for kind, found in sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0])):
        shown = list(found.values())[: 12 if kind in FOR_STAFF else 1]
        lines = Markup("").join(
            Markup('<br><span class="soft">{}{}</span>').format(
                "Such as: " if len(found) > len(shown) else "",
                inline(sentence(clean_line(message, 240))),
            )
            for message in shown
        )
        name = clean_line(re.sub("[_-]", " ", kind).capitalize(), 80)
        said = Markup("<b>{}</b>, {}{}").format(name, counted(len(found), "submission"), lines)
        groups.append(Group(said, [person_of(by_id[id_]) for id_ in found]))
    people = {id_ for found in kinds.values() for id_ in found}
    return Need(
        "noticed", "Noticed while reading", "with findings", len(people),
        Markup("Nothing of it changes a mark by itself."), groups, tone="missing",
    )  # fmt: skip


def titled(message: str, submission: SubmissionResult) -> str:
    """A finding about one question, by its title in place of its id."""
    for question in submission["questions"]:
        start = f"{question['id']}: "
        if message.startswith(start):
            return f"{question['title'] or question['id']}: {message.removeprefix(start)}"
    return message


def _groups(found: Mapping[str, Sequence[SubmissionResult]]) -> list[Group]:
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        Group(
            Markup("<b>{}</b> {}").format(len(people), inline(clean_line(said, 300))),
            [person_of(one) for one in people],
        )
        for said, people in ranked[:_MOST]
    ]


def people_named(ids: Iterable[str], results: Results) -> list[Person]:
    """Students by their ids, those who are there by their names."""
    by_id = {one["id"]: one for one in results["submissions"]}
    found = []
    for id_ in ids:
        one = by_id.get(id_)
        href = f"reports/{quote(safe_name(str(id_)))}.html"
        found.append(Person(clean_line(str(id_), 80), href) if one is None else person_of(one))
    return found

