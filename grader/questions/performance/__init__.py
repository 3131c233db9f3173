"""The kind `performance`: does a model predict hidden rows well, or as well as a baseline?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from grader.evidence import Answer, Finding, Missing, Outcome
from grader.marks import Mark, Status, missing, not_gradable
from grader.measures.scorers import Target
from grader.questions.base import Given, Probe, Question
from grader.questions.find import Find, FindFile
from grader.questions.mistake import MistakeTable
from grader.questions.performance.fields import Beats, Handed, Predictions, Prior, Sign
from grader.questions.performance.given_rows import predictions_problems
from grader.questions.performance.held_out import (
    Rows,
    batches,
    mixed_fits,
    secret_seed,
    seed_of,
    table_array,
)
from grader.questions.performance.mistakes import MISTAKES
from grader.questions.performance.own import is_model
from grader.questions.performance.ramp import Borderline, Ramp
from grader.questions.performance.scoring import marked
from grader.questions.performance.shuffles import label_vectors
from grader.questions.performance.targets import labels_are, target_of, target_problems
from grader.questions.performance.words import EVERY

Output = Literal["probability", "logit", "label"]
GATES = ("gate_weights", "expert_predictions")
"""Methods of a gated mixture that are asked as well: both (n, experts)."""


class Performance(Question):
    """An estimator with `fit(X, y)` and `predict_proba(X)` (or `predict`), or a function that
    trains and returns one. What is predicted are two classes, several, or numbers, as the labels
    and the metrics have it.

    It is built and fitted several times, each with its own seed; hidden rows go in only after the
    last fit. Points rise on ramps, the smallest ramp counts, and an interval over rows and seeds
    stands behind every number.
    """

    kind: Literal["performance"]
    rows: Rows | None = None
    """Where training rows and hidden rows come from."""
    shares: str | None = None
    """The performance question whose fits this one looks at, instead of fitting again."""
    metrics: tuple[Ramp, ...] = ()
    """Ramps; the smallest counts."""
    beats: Beats | None = None
    """A comparison, marked by its paired interval."""
    steps: Annotated[int, Field(ge=1, le=100)] = 4
    """Steps of each ramp."""
    seeds: Annotated[int, Field(ge=1, le=20)] = 2
    """Fits that always count."""
    more_seeds: Annotated[int, Field(ge=0, le=20)] = 2
    """Further fits that count where the result is borderline."""
    shuffled: Annotated[int, Field(ge=0, le=10)] = 2
    """Fits to shuffled labels, to see whether the model looks at them, and whether it knows what it
    was not told."""
    fitted: bool = False
    """Whether the name holds a model that has been fitted, and is not fitted again."""
    predictions: Handed = False
    """Instead of a model, predictions of the hidden rows: `true` for an array under the name, or
    the file that holds them."""
    prior: Prior | None = None
    """What the assignment itself gives away, so that knowing it is no sign of a leak."""
    borderline: Borderline = "benefit_of_doubt"
    """What decides where the interval reaches over a threshold."""
    output: Output = "probability"
    """What the model says: probabilities, logits, or labels."""
    inputs: Literal["numpy", "list", "pandas", "torch"] = "numpy"
    """The form in which rows are handed over."""
    gate: tuple[str, ...] = GATES
    """Methods of a fitted mixture that are asked as well, where they exist: weights, then experts.
    """

    constant: Sign = Fraction(1)
    """What follows where a model says the same of every row: note, ask, refuse, or a share kept."""
    label_blind: Sign = Fraction(1)
    """The same where fits to shuffled labels say just what those to the true ones say."""
    shuffled_labels: Sign = Fraction(1)
    """The same where a model fitted to shuffled labels still knows the true ones."""
    batch_dependence: Sign = Fraction(1)
    """The same where predictions change with the other rows that are asked."""
    copies_rows: Sign = Fraction(1)
    """The same where predictions are the labels of the nearest training rows."""

    entry: ClassVar[str] = "a class with fit(X, y) and predict_proba(X)"
    part_word: ClassVar[str] = "Measure"
    needs_code: ClassVar[bool] = True
    echoes: ClassVar[bool] = False
    concerned_by: ClassVar[frozenset[str]] = frozenset(
        {"fit-on-test", "preprocessing-on-test", "preprocessing-before-split", "label-in-features"}
        | {"other-label-column", "in-sample-meta-features", "hidden-rows-in-file"}
    )
    look_again: ClassVar[str] = "Measure it on rows that you did not train on; change one thing."
    is_short: ClassVar[bool] = False
    mistake_table: ClassVar[MistakeTable] = MISTAKES
    measured_from: ClassVar[frozenset[str]] = frozenset({
        "id", "rows", "shares", "seeds", "more_seeds", "shuffled", "prior", "output", "gate",
        "fitted", "predictions", "metrics.metric", "beats.baseline", "beats.trees",
        "beats.question", "beats.metric",
    })  # fmt: skip
    measured_with: ClassVar[tuple[str, ...]] = ("grader.questions.tables",)
    private: ClassVar[frozenset[str]] = frozenset({"rows.hidden", "rows.hidden_labels"})

    def rule_of(self, mark: Mark) -> str:
        """That the weakest of several measures counts."""
        if mark.status not in (Status.PARTIAL, Status.INCORRECT) or len(mark.parts) < 2:
            return ""
        told = (line for line in mark.feedback if line.startswith(EVERY))
        return next(told, f"{EVERY}.")

    def problems(self) -> list[tuple[str, str]]:
        """What is missing or does not fit together."""
        rows = self.rows.problems(handed=self.handed is None) if self.rows else []
        found = [(f"rows.{path}", said) for path, said in rows]
        for index, ramp in enumerate(self.metrics):
            found += [(f"metrics.{index}.{path}", said) for path, said in ramp.problems()]
        if self.rows is None and self.shares is None:
            found.append(
                ("rows", "write rows: with train and label, or shares: with a question's id")
            )
        if not self.metrics and self.beats is None:
            found.append(("metrics", "write at least one ramp under metrics:, or beats:"))
        if self.beats and (self.beats.baseline is None) == (self.beats.question is None):
            found.append(("beats", "name either a baseline or a question"))
        if self.handed is not None:
            found += predictions_problems(self)
        if self.rows and self.rows.train.rows and not found:
            baseline = self.beats.baseline if self.beats else None
            found += target_problems(self.rows, self.target, self.metric_names, baseline)
            if self.inputs == "torch" and self.rows.holds_words:
                found.append(("inputs", f"words are no tensors; {labels_are(self.rows)}"))
        return found

    def problems_beside(self, others: Mapping[str, Question]) -> list[tuple[str, str]]:
        """Metrics that do not fit the fits that are looked at, and questions that have none."""
        found: list[tuple[str, str]] = []
        told = (("shares", self.shares), ("beats.question", self.beats and self.beats.question))
        for path, name in told:
            other = others.get(name) if name else None
            if other is None:
                continue
            if not isinstance(other, Performance) or (path == "shares" and other.rows is None):
                said = f"{name} fits no model: name a question of this kind that has rows"
                found.append((path, said))
            elif path == "shares" and other.rows is not None and not other.problems():
                own = target_of([metric for _, metric in self.metric_names], other.rows)
                if own != other.target and "number" in (own, other.target):
                    kind = "numbers" if other.target == "number" else "classes"
                    said = f"the model of {name} predicts {kind}; {labels_are(other.rows)}"
                    found.append((self.metric_names[0][0], said))
                else:
                    baseline = self.beats.baseline if self.beats else None
                    found += target_problems(other.rows, own, self.metric_names, baseline)
        return [row for row in found if not row[0].startswith("rows")]

    @property
    def metric_names(self) -> list[tuple[str, str]]:
        """Every metric with the path of its field."""
        named = [(f"metrics.{i}.metric", ramp.metric) for i, ramp in enumerate(self.metrics)]
        return [*named, *([("beats.metric", self.beats.metric)] if self.beats else [])]

    @property
    def target(self) -> Target:
        """What the labels are: numbers where a metric says so, else two classes or several."""
        return target_of([name for _, name in self.metric_names], self.rows)

    @property
    def classes(self) -> tuple[float | str, ...]:
        """The labels of the classes, in order."""
        found = self.rows.classes if self.rows is not None else ()
        return found if len(found) > 1 else (0.0, 1.0)

    def references(self) -> tuple[str, ...]:
        """The questions whose fits are looked at."""
        other = self.beats.question if self.beats else None
        return tuple(name for name in (self.shares, other) if name)

    @property
    def handed(self) -> Predictions | None:
        """Where predictions are that were handed in, if a model is not asked for."""
        if isinstance(self.predictions, bool):
            return Predictions() if self.predictions else None
        return self.predictions

    def rules(self) -> tuple[Find, ...]:
        """With the files of predictions among the places to look at, one after the other."""
        files = self.handed.files if self.handed is not None else ()
        return (*self.find, *(Find(file=FindFile(match=name, whole=True)) for name in files))

    @property
    def is_fitted_here(self) -> bool:
        """Whether models are fitted; else there is one, or its predictions, as handed in."""
        return not self.fitted and not self.predictions

    @property
    def shuffles(self) -> int:
        """Fits to shuffled labels, none where nothing is fitted."""
        return self.shuffled if self.is_fitted_here else 0

    @property
    def fits(self) -> list[dict[str, Any]]:
        """Every fit in its turn: its seed, its part in marking, which labels it is handed."""
        roles = ["first"] * self.seeds + ["more"] * self.more_seeds
        start = seed_of(self.id) % 1_000_000
        if not self.is_fitted_here:
            return [{"seed": start, "role": "first", "y": 0}]
        return mixed_fits(roles, self.shuffles, start, secret_seed(self.rows, f"{self.id}/fits"))

    def batches(self, count: int) -> list[list[int]]:
        """In which batches the hidden rows are asked, one after the other."""
        return batches(count, secret_seed(self.rows, f"{self.id}/batches"))

    def probes(self) -> tuple[Probe, ...]:
        """All fits in one probe; hidden rows are held until they have all returned."""
        if self.rows is None or not self.rows.train.rows:
            return ()
        if self.handed is not None:
            return super().probes()
        if not self.names:
            return ()
        is_number = self.target == "number"
        X, y, hidden, _ = self.rows.parts(as_classes=not is_number)
        data = {
            "X": table_array(X),
            "fits": len(self.fits),
            "inputs": self.inputs,
            "columns": list(self.rows.columns),
            "label": self.rows.label,
            "methods": ["decision_function"] * (self.output == "logit")
            + ["predict_proba"] * (not is_number) + ["predict"],
            "fitted": self.fitted,
            "any_form": "inputs" not in self.model_fields_set,
        }
        seeds = [seed_of(f"{self.id}/shuffle/{number}") for number in range(self.shuffles)]
        ys = label_vectors(X, y, seeds, () if is_number else self.classes, self.target)
        parts = tuple({"seed": one["seed"], "y": ys[one["y"]]} for one in self.fits)
        data["batches"] = len(asked := self.batches(len(hidden)))
        more = {len(hidden): {"also": [*self.gate, *["predict"] * self.rows.holds_words]}}
        held = tuple(
            {"rows": table_array(hidden[batch]), **more.get(len(batch), {})} for batch in asked
        )
        return (
            Probe(self.id, "estimator", self.names, (), data, parts, held, self.seconds, True),
        )

    def inspect_files(self, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
        """The files that hold a long run of hidden rows or of their labels."""
        is_secret = self.rows is not None and self.handed is None
        return self.rows.copied_into(files) if is_secret and self.rows else ()

    def facts(self, known: Mapping[str, Question], seed: int) -> Mapping[str, Any] | None:
        """Hidden labels, the baseline's predictions, and what chance looks like."""
        source = known.get(self.shares) if self.shares else self
        if not isinstance(source, Performance) or not source.rows or not source.rows.train.rows:
            return None
        from grader.questions.performance.facts import performance_facts

        return performance_facts(self, source, seed)

    def measure(self, given: Given) -> Mapping[str, Any] | None:
        """Metrics, intervals, and the paired difference to a baseline or another model."""
        from grader.questions.performance.fits import fits_of
        from grader.questions.performance.measure import measure_performance

        fits = fits_of(self, given) if given.facts else None
        if fits is None:
            return None
        name = self.beats.question if self.beats else None
        if not name:
            return measure_performance(self, fits, given.facts, given.seed)
        other, theirs = given.question(name), given.other(name)
        rival = fits_of(other, theirs) if isinstance(other, Performance) and theirs else None
        if rival is None or not rival.every:
            return {"problems": [f"{name} gave nothing to compare with."]}
        return measure_performance(self, fits, given.facts, given.seed, rival.every)

    def findings_of(self, measured: Mapping[str, Any]) -> tuple[Finding, ...]:
        """What the integrity probes noticed."""
        noticed = measured.get("findings", ())
        return tuple(Finding(str(row["kind"]), f"{self.id}: {row['message']}") for row in noticed)

    @property
    def asked(self) -> str:
        """What kind of thing is expected, in words."""
        handed, said = self.handed, "predict(X)"
        if handed is not None:
            count = len(self.rows.hidden.rows) if self.rows and self.rows.hidden else 0
            where = f" in {' or '.join(handed.files)}" if handed.files else ""
            return f"predictions{where}, one for each of the {count} rows"
        if self.target != "number":
            said = f"predict_proba(X) or {said}"
        if self.fitted:
            return f"a fitted model with {said}"
        return self.entry if self.target == "two" else f"a class with fit(X, y) and {said}"

    def not_found(self) -> str:
        """As for every kind, with what is asked of this model."""
        return super().not_found().replace(self.entry, self.asked)

    def lost(self, outcome: Outcome) -> Mark | None:
        """As for every kind, with what this question expects."""
        found = super().lost(outcome)
        if found is None:
            return None
        told = tuple(said.replace(self.entry, self.asked) for said in found.feedback)
        return replace(found, feedback=told)

    def mark(self, given: Given) -> Mark:
        """The mark, from the fits of this question or of the one it shares."""
        source = given.other(self.shares) if self.shares else given
        outcome = source.answer if source else Missing()
        if isinstance(outcome, Answer):
            return super().mark(replace(given, outcomes={**given.outcomes, "": outcome}))
        if isinstance(outcome, Missing):
            return missing(self.points, outcome.reason or self.not_found())
        return self.lost(outcome) or not_gradable(self.points, "no outcome was recorded")

    def part_ids(self) -> tuple[str, ...]:
        """One part per measure, where there are several."""
        names = [*(ramp.metric for ramp in self.metrics), *(["beats"] if self.beats else [])]
        return tuple(f"{self.id}.{name}" for name in names) if len(names) > 1 else ()

    def is_answer(self, answer: Any, given: Given) -> bool:
        """Whether the model is this mistake: a sign, or where metrics lie."""
        metrics = [name for _, name in self.metric_names]
        return is_model(answer, metrics, self._measured(given)) or given.value == answer

    def _measured(self, given: Given) -> Mapping[str, Any]:
        """What was measured, or is now of another reading than the one that was."""
        if given.measures or self.handed is None or not given.facts:
            return given.measures
        return self.measure(given) or {}

    def mark_answer(self, given: Given) -> Mark:
        """Thresholds applied to what was measured; nothing is fitted or resampled here."""
        measures = self._measured(given)
        shared = given.other(self.shares) if self.shares else None
        return marked(self, measures, given.source or (shared.source if shared else None))
