"""Runs: which grader, rubric, interpreter, packages, sandbox and seed a mark comes from."""

from __future__ import annotations

import secrets
from dataclasses import astuple
from typing import Any, Literal

from grader.errors import GradebookError
from grader.gradebook.database import Database, from_json, now, to_json
from grader.gradebook.records import RubricInfo, Run, RunInfo, Split, WorkerFigures

Ended = Literal["finished", "interrupted", "failed"]


class Runs:
    """Every run there ever was, killed ones among them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, info: RunInfo) -> int:
        """Note a run before it does anything; refuses what belongs into another gradebook."""
        with self._database.transaction() as do:
            self.refuse_another(info.rubric)
            self._refuse_another_part(info.split)
            rubric, questions = info.rubric, to_json(info.rubric.questions)
            do.execute(
                "INSERT INTO rubrics (sha256, title, path, questions, source)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE SET path = excluded.path",
                (rubric.sha256, rubric.title, rubric.path, questions, rubric.source),
            )
            row = do.execute(
                "INSERT INTO runs (command, started, grader, rubric, python, packages, isolation,"
                " seed, missing, token, split) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    info.command,
                    now(),
                    info.grader,
                    rubric.sha256,
                    info.python,
                    to_json(dict(info.packages)),
                    info.isolation,
                    info.seed,
                    to_json(info.missing),
                    secrets.token_hex(16),
                    "" if info.split is None else to_json(astuple(info.split)),
                ),
            )
            return int(row.lastrowid or 0)

    def finish(self, run: int, ended: Ended = "finished") -> None:
        """Note how a run ended; one that was killed never gets here and stays open for ever."""
        with self._database.transaction() as do:
            do.execute(
                "UPDATE runs SET finished = ?1, ended = ?2,"
                " seconds = (julianday(?1) - julianday(started)) * 86400 WHERE id = ?3",
                (now(), ended, run),
            )

    def all(self) -> list[Run]:
        """Every run, first to last."""
        rows = self._database.rows(
            "SELECT runs.id, command, started, finished, ended, seconds, grader, python, packages,"
            " isolation, seed, missing, split, sha256, title, path, questions, source"
            " FROM runs JOIN rubrics ON rubric = sha256 ORDER BY runs.id"
        )
        return [_run(row) for row in rows]

    def last(self) -> Run:
        """The newest run; raises `GradebookError` where nothing ever ran."""
        runs = self.all()
        if not runs:
            raise GradebookError(
                f"{self._database.path}: nothing has been graded here yet; run `grader grade`"
            )
        return runs[-1]

    def add_work(self, run: int, name: str, submissions: int, seconds: float) -> None:
        """Count what a worker has done since it was counted last."""
        with self._database.transaction() as do:
            do.execute(
                "INSERT INTO workers VALUES (?, ?, ?, ?, '') ON CONFLICT (run, name) DO UPDATE SET"
                " submissions = submissions + excluded.submissions,"
                " seconds = seconds + excluded.seconds",
                (run, name, submissions, seconds),
            )

    def dropped(self, run: int, name: str, why: str) -> None:
        """Note why a worker was given nothing more."""
        with self._database.transaction() as do:
            do.execute(
                "INSERT INTO workers VALUES (?, ?, 0, 0, ?)"
                " ON CONFLICT (run, name) DO UPDATE SET said = excluded.said",
                (run, name, why),
            )

    def workers(self, run: int) -> list[WorkerFigures]:
        """What each worker of a run did, by name."""
        rows = self._database.rows(
            "SELECT run, name, submissions, seconds, said FROM workers WHERE run = ? ORDER BY name",
            (run,),
        )
        return [WorkerFigures(*row) for row in rows]

    def busy(self, run: int) -> float:
        """The seconds from the beginning of a run to the last evidence that it brought."""
        rows = self._database.rows(
            "SELECT (julianday(max(collected)) - julianday(started)) * 86400"
            " FROM runs JOIN evidence ON run = runs.id WHERE runs.id = ?",
            (run,),
        )
        return float(rows[0][0] or 0.0)

    def _refuse_another_part(self, split: Split | None) -> None:
        """What holds one part of a class, or all of it, takes no other part."""
        runs = self.all() if split is not None else []
        if split is None or not runs:
            return
        there = runs[-1].info.split
        if there is not None and (there.number, there.of) == (split.number, split.of):
            return
        holds = "the whole class" if there is None else f"shard {there.number}/{there.of}"
        raise GradebookError(
            f"{self._database.path}: holds {holds}, not shard {split.number}/{split.of}; "
            "give each shard an --out of its own"
        )

    def refuse_another(self, rubric: RubricInfo) -> None:
        """A gradebook belongs to one assignment; its rubric may change, but not for another's."""
        latest = self._database.rows(
            "SELECT title, path, questions FROM rubrics JOIN runs ON rubric = sha256"
            " ORDER BY runs.id DESC LIMIT 1"
        )
        if not latest:
            return
        title, path, questions = latest[0]
        known = set(from_json(questions))
        if title == rubric.title or 2 * len(known & set(rubric.questions)) >= len(known):
            return
        raise GradebookError(
            f'{self._database.path}: holds the marks of "{title}" ({path}), not of '
            f'"{rubric.title}"; choose another --out, or that rubric'
        )


def _run(row: tuple[Any, ...]) -> Run:
    id_, command, started, finished, ended, seconds, grader, python, packages, *rest = row
    isolation, seed, missing, split, sha256, title, path, questions, source = rest
    rubric = RubricInfo(sha256, title, path, tuple(from_json(questions)), source)
    info = RunInfo(
        command,
        rubric,
        grader,
        python,
        isolation,
        seed,
        from_json(packages),
        tuple(from_json(missing)),
        Split(*from_json(split)) if split else None,
    )
    return Run(id_, info, started, finished, ended, seconds)
