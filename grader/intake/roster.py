"""Ties submissions to the people of a class list, and tells who is missing."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from grader.evidence import Finding
from grader.intake.names import folded, is_shortened, plain_name, runs_of, words_of
from grader.intake.owners import owner_of
from grader.intake.roster_file import Roster, read_roster
from grader.intake.submission import Person, Submission

__all__ = ["People", "Roster", "plain_name", "read_roster", "tie"]

_MAX_COMPARED = 100_000


@dataclass(slots=True)
class People:
    """A class list that can be asked whom an id, a name or an address means."""

    roster: Roster
    _index: dict[str, Person | None] = field(init=False)
    _with_word: dict[str, list[Person]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._index = _index(self.roster)
        for person in self.roster.people:
            for word in set(words_of(person.name)):
                self._with_word.setdefault(word, []).append(person)

    def of(self, submission: Submission) -> list[Person]:
        """Whose a submission is: by what the platform tells, else by what it is called."""
        found: dict[Person, None] = {}
        for person in submission.people:
            match = self._first(_keys_of(person.id, person.name, person.email))
            match = match or self._shortened(person.name)
            if match is not None:
                found[match] = None
        if found:
            return list(found)
        match = self.called(submission.name, submission.id)
        return [match] if match is not None else []

    def called(self, name: str, id_: str = "") -> Person | None:
        """The one person whom a file or folder of this name can mean."""
        match = self._first(_keys_of(name, name, id_))
        if match is not None:
            return match
        tokens = [token for token in re.split(r"[\s_,;()]+", name) if token]
        found = {self._index.get(f"id:{folded(token)}") for token in tokens} - {None}
        if len(found) == 1:
            return found.pop()
        parts = name.split("-")  # hw2-ada-a may be ada-a's
        rests = (f"id:{folded('-'.join(parts[start:]))}" for start in range(1, len(parts)))
        if len(parts) > 1 and (match := self._first(list(rests))) is not None:
            return match
        owner = " ".join(owner_of(name))
        return self._first(_keys_of(owner, owner, "")) or self._shortened(owner)

    def _first(self, keys: Sequence[str]) -> Person | None:
        """Whom the first key means that is somebody's."""
        return next(filter(None, map(self._index.get, keys)), None)

    def _shortened(self, name: str) -> Person | None:
        """The only person whose name this is but for middle names."""
        own = words_of(name)
        if len(own) < 2:
            return None
        near = dict.fromkeys(one for word in own for one in self._with_word.get(word, ()))
        found = [
            person
            for person in near
            for words in [words_of(person.name)]
            if is_shortened(own, words) or is_shortened(words, own)
        ]
        return found[0] if len(found) == 1 else None


def tie(
    submissions: Sequence[Submission], people: People
) -> tuple[list[Submission], tuple[Person, ...], list[Finding]]:
    """Submissions with the roster's people, who handed in nothing, and findings on the class."""
    if not people.roster.people:
        return list(submissions), (), []
    tied: list[Submission] = []
    seen: dict[Person, list[str]] = {}
    loose: list[int] = []
    for place, submission in enumerate(submissions):
        found = people.of(submission)
        if not found:
            loose.append(place)
        for person in found:
            seen.setdefault(person, []).append(submission.id)
        tied.append(_with(submission, found))
    missing = tuple(person for person in people.roster.people if person not in seen)
    suggested = _MAX_COMPARED // max(len(missing), 1)
    for count, place in enumerate(loose):
        tied[place] = _suggest(tied[place], missing if count < suggested else ())
    doubles = [
        Finding(
            "several-submissions",
            f"{person.name or person.id} appears in {len(ids)} submissions: {', '.join(ids)}.",
            staff=True,
        )
        for person, ids in seen.items()
        if len(ids) > 1
    ]
    return tied, missing, doubles


def _index(roster: Roster) -> dict[str, Person | None]:
    """Every key a person goes by; a key that two people share is worth nothing (None).

    The id itself goes before what other systems call somebody.
    """
    index: dict[str, Person | None] = {}
    for person in roster.people:
        known = (*person.other_ids, person.email, person.email.partition("@")[0])
        keys = {
            *(f"id:{folded(one)}" for one in known),
            f"name:{plain_name(person.name)}",
            *(f"run:{run}" for run in runs_of(person.name)),
        } - {"id:", "name:", "run:"}
        for key in keys:
            index[key] = None if key in index and index[key] != person else person
    index |= {f"id:{folded(person.id)}": person for person in roster.people}
    for person in roster.people:
        for key in _without_zeros(person.id):
            index[key] = None if key in index and index[key] != person else person
    return index


def _without_zeros(id_: str) -> list[str]:
    """The key of a number that a workbook took the zeros from."""
    return [f"number:{id_.lstrip('0')}"] if id_.isdigit() else []


def _keys_of(id_: str, name: str, email: str) -> list[str]:
    return [
        *(f"id:{folded(one)}" for one in (id_, email, email.partition("@")[0])),
        f"name:{plain_name(name)}",
        f"run:{''.join(words_of(name))}",
        *_without_zeros(id_),
    ]


def _with(submission: Submission, found: list[Person]) -> Submission:
    if not found:
        return submission
    name = ", ".join(person.name for person in found)
    return replace(submission, people=tuple(found), name=name)


def _suggest(submission: Submission, missing: Sequence[Person]) -> Submission:
    """The submission with a finding that it is tied to nobody, and who it might belong to."""
    wanted = " ".join(words_of(submission.name))
    names: dict[str, list[Person]] = {}
    for person in missing:
        for called in (" ".join(words_of(person.name)), person.id.casefold()):
            names.setdefault(called, []).append(person)
    close = difflib.get_close_matches(wanted, list(names), n=3, cutoff=0.6)
    people = list(dict.fromkeys(one for match in close for one in names[match]))[:5]
    hint = " or ".join(f"{person.name} ({person.id})" for person in people)
    message = f"{submission.name} is nobody on the roster."
    if hint:
        message += f" Is it {hint}? Rename the submission to the id to tie it."
    finding = Finding("roster-unmatched", message, staff=True)
    return replace(submission, findings=(*submission.findings, finding))
