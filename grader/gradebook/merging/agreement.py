"""What keeps gradebooks from being one: everything at once, so that it is put right at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from grader.gradebook.book import Gradebook
from grader.gradebook.keys import content_digest
from grader.gradebook.records import RunInfo, Split, SubmissionRecord

_SAME: tuple[tuple[str, Callable[[RunInfo], str]], ...] = (
    ("rubric", lambda info: info.rubric.sha256[:16]),
    ("version of the grader", lambda info: info.grader),
    ("Python", lambda info: info.python),
    ("isolation", lambda info: info.isolation),
    ("seed", lambda info: str(info.seed)),
)
"""What results name once for everybody, so that it has to be the same for everybody."""


def disagreements(books: Sequence[Gradebook], into: Gradebook | None = None) -> Iterator[str]:
    """Every reason why these gradebooks cannot be joined, one line each.

    What they are joined `into` may be marked by a later rubric, and know older files.
    """
    infos = {_name(book): book.runs.last().info for book in books}
    held = {} if into is None else {_name(into): run.info for run in into.runs.all()[-1:]}
    for what, value in _SAME:
        of = infos if what == "rubric" else infos | held
        kinds = _groups({name: value(info) for name, info in of.items()})
        if len(kinds) > 1:
            said = "; ".join(f"{kind} in {_some(names)}" for kind, names in kinds.items())
            yield f"another {what}: {said}"
    yield from _other_packages(infos | held)
    yield from _other_bytes(books)
    yield from _other_cuts(books)


def _other_packages(infos: dict[str, RunInfo]) -> Iterator[str]:
    first, own = next(iter(infos.items()))
    for name, info in infos.items():
        there, here = dict(info.packages), dict(own.packages)
        unlike = [p for p in sorted({*there, *here}) if there.get(p) != here.get(p)]
        if unlike:
            said = (f"{p} {here.get(p, 'absent')} and {there.get(p, 'absent')}" for p in unlike[:3])
            more = f" and {len(unlike) - 3} more" if len(unlike) > 3 else ""
            yield f"other packages in {first} and {name}: {', '.join(said)}{more}"


def _other_bytes(books: Sequence[Gradebook]) -> Iterator[str]:
    contents: dict[str, dict[str, str]] = defaultdict(dict)
    for book in books:
        for one in book.submissions.present():
            contents[one.id][_name(book)] = _content(one)
    for id_, by_book in contents.items():
        kinds = _groups(by_book)
        if len(kinds) > 1:
            where = " and ".join(_some(names) for names in kinds.values())
            yield f"submission {id_}: other files in {where}; withdraw one, or grade both again"


def _content(one: SubmissionRecord) -> str:
    return content_digest((name, digest) for name, digest, _ in one.files)


def _other_cuts(books: Sequence[Gradebook]) -> Iterator[str]:
    """Shards of several cuts, or of a class that had changed in between."""
    cuts: dict[tuple[int, int, str], list[str]] = defaultdict(list)
    for book in books:
        split = book.runs.last().info.split
        if split is not None:
            cuts[split.of, split.submissions, split.digest].append(_name(book))
    if len(cuts) > 1:
        said = (f"{_some(names)}: {of} of {count}" for (of, count, _), names in cuts.items())
        yield (
            f"shards of other classes (shards of submissions; {'; '.join(said)}); grade the older "
            "ones again with the same --shard K/N and the same folder, which runs only what is new"
        )


def gaps(books: Sequence[Gradebook], already: Sequence[Split]) -> Iterator[str]:
    """What is not there yet: shards that are in none of the gradebooks, submissions not run."""
    own = [split for book in books if (split := book.runs.last().info.split) is not None]
    whole = any(book.runs.last().info.split is None for book in books)
    if own and not whole:
        like = [one for one in already if (one.of, one.digest) == (own[0].of, own[0].digest)]
        absent = sorted(set(range(1, own[0].of + 1)) - {one.number for one in (*own, *like)})
        if absent:
            some = ", ".join(f"{number}/{own[0].of}" for number in absent[:8])
            more = f" and {len(absent) - 8} more" if len(absent) > 8 else ""
            yield f"in none of them: shard {some}{more}"
    run = {one for book in books for one in _run(book)}
    for book in books:
        if left := [one for one in book.submissions.not_run() if one not in run]:
            yield f"{_name(book)}: not run yet: {_some(left)}"


def judged_twice(books: Sequence[Gradebook]) -> Iterator[str]:
    """One line where people gave different points to one answer in two gradebooks."""
    points: dict[tuple[str, str, str], dict[str, Fraction | None]] = defaultdict(dict)
    for book in books:
        for one in book.judgements.history():
            points[one.submission, one.question, one.answer][_name(book)] = one.points
    unlike = [f"{one} {what}" for (one, what, _), by in points.items() if len(set(by.values())) > 1]
    if unlike:
        yield f"judged differently in two of them, the last word holds: {_some(unlike)}"


def _run(book: Gradebook) -> set[str]:
    return {one.id for one in book.submissions.present()} - set(book.submissions.not_run())


def _name(book: Gradebook) -> str:
    return str(book.database.path.parent)


def _groups(values: dict[str, str]) -> dict[str, list[str]]:
    """The names that have each value."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name, value in values.items():
        groups[value].append(name)
    return groups


def _some(names: Sequence[str], most: int = 5) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"
