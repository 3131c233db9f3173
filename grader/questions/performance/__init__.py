"""The kind `performance`: does a model predict hidden rows well, or as well as a baseline?"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from grader.evidence import Answer, Finding, Missing
from grader.marks import Mark, Part, Status, awaiting, decided, missing, not_gradable, show
from grader.measures.scorers import Target
from grader.questions.base import Given, Probe, Question
from grader.questions.performance.held_out import (
    Rows,
    batches,
    label_vectors,
    mixed_fits,
    secret_seed,
    seed_of,
    table_array,
)
from grader.questions.performance.ramp import Borderline, Ramp
from grader.questions.performance.targets import labels_are, target_of, target_problems
from grader.questions.performance.words import METRIC_WORDS, beaten_words, interval_words
from grader.questions.record import Exact, Record
from grader.questions.words import as_float

Output = Literal["probability", "logit", "label"]
GATES = ("gate_weights", "expert_predictions")
"""Methods of a gated mixture that are asked as well: both (n, experts)."""


class Beats(Record):
    """A comparison on the same rows with a baseline fitted by the grader, or another question's
    model.
    """

    baseline: (
        Literal["random_forest", "logistic_regression", "prevalence", "linear_regression", "mean"]
        | None
    ) = None
    """A model the grader fits on the raw columns; linear_regression and mean are for numbers,
    logistic_regression and prevalence for classes."""
    trees: Annotated[int, Field(ge=1, le=5000)] = 1000
    """Trees of the random forest."""
    question: str | None = None
    """Instead of a baseline, the question whose model is to be beaten."""
    metric: str = "roc_auc"
    """What the two are compared by; differences are taken so that more is better."""
    full_from: Exact = Fraction(-1, 100)
    """Full points unless the paired interval lies wholly below this difference."""
    none_below: Exact = Fraction(-3, 100)
    """Half down to this difference, nothing where the interval lies wholly below it."""


class Prior(Record):
    """A rule that models may use without having learned it."""

    at_least: int
    """The rule says 1 where at least this many columns are 1."""


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
    """Fits to shuffled labels of two classes, to see whether the model knows what it was not told.
    """
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

    entry: ClassVar[str] = "a class with fit(X, y) and predict_proba(X)"
    part_word: ClassVar[str] = "Measure"
    measured_from: ClassVar[frozenset[str]] = frozenset({
        "id", "rows", "shares", "seeds", "more_seeds", "shuffled", "prior", "output", "gate",
        "metrics.metric", "beats.baseline", "beats.trees", "beats.question", "beats.metric",
    })  # fmt: skip
    private: ClassVar[frozenset[str]] = frozenset({"rows.hidden", "rows.hidden_labels"})

    def problems(self) -> list[tuple[str, str]]:
        """What is missing or does not fit together."""
        found = [
            (f"rows.{path}", said) for path, said in (self.rows.problems() if self.rows else [])
        ]
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
        if self.rows and self.rows.train.rows and not found:
            baseline = self.beats.baseline if self.beats else None
            found += target_problems(self.rows, self.target, self.metric_names, baseline)
            if self.inputs == "torch" and self.rows.holds_words:
                found.append(("inputs", f"words are no tensors; {labels_are(self.rows)}"))
        return found

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
    def shuffles(self) -> int:
        """Fits to shuffled labels: what chance looks like is known of two classes alone."""
        return self.shuffled if self.target == "two" else 0

    @property
    def fits(self) -> list[dict[str, Any]]:
        """Every fit in its turn: its seed, its part in marking, which labels it is handed."""
        roles = ["first"] * self.seeds + ["more"] * self.more_seeds
        start = seed_of(self.id) % 1_000_000
        return mixed_fits(roles, self.shuffles, start, secret_seed(self.rows, f"{self.id}/fits"))

    def batches(self, count: int) -> list[list[int]]:
        """In which batches the hidden rows are asked, one after the other."""
        return batches(count, secret_seed(self.rows, f"{self.id}/batches"))

    def probes(self) -> tuple[Probe, ...]:
        """All fits in one probe; hidden rows are held until they have all returned."""
        if self.rows is None or not self.names or not self.rows.train.rows:
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
        }
        seeds = [seed_of(f"{self.id}/shuffle/{number}") for number in range(self.shuffles)]
        ys = label_vectors(X, y, seeds, () if is_number else self.classes)
        parts = tuple({"seed": one["seed"], "y": ys[one["y"]]} for one in self.fits)
        data["batches"] = len(asked := self.batches(len(hidden)))
        more = {len(hidden): {"also": list(self.gate)}}
        held = tuple(
            {"rows": table_array(hidden[batch]), **more.get(len(batch), {})} for batch in asked
        )
        return (
            Probe(self.id, "estimator", self.names, (), data, parts, held, self.seconds, True),
        )

    def inspect_files(self, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
        """The files that hold a long run of hidden rows or of their labels."""
        return self.rows.copied_into(files) if self.rows else ()

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

    def mark(self, given: Given) -> Mark:
        """The mark, from the fits of this question or of the one it shares."""
        source = given.other(self.shares) if self.shares else given
        outcome = source.answer if source else Missing()
        if isinstance(outcome, Answer):
            return self.mark_answer(given)
        if isinstance(outcome, Missing):
            return missing(self.points, self._not_found(outcome.reason))
        return self.lost(outcome) or not_gradable(self.points, "no outcome was recorded")

    def mark_answer(self, given: Given) -> Mark:
        """Thresholds applied to what was measured; nothing is fitted or resampled here."""
        measures = given.measures
        source = given.source or (
            (given.other(self.shares) or given).source if self.shares else None
        )
        if not measures:
            return not_gradable(self.points, "the predictions were not measured")
        problems = tuple(str(one) for one in measures.get("problems", ()))
        if not measures.get("first"):
            said = problems or ("No prediction could be read.",)
            return decided(
                Fraction(0), self.points, said, source=source, mistakes=measures.get("mistakes", ())
            )
        parts, plots = [], []
        for ramp in self.metrics:
            part, plot = self._ramp(ramp, measures)
            parts.append(part)
            plots.append(plot)
        if self.beats:
            part, plot = self._beats(self.beats, measures)
            parts.append(part)
            plots.append(plot)
        plot = {**measures.get("plot", {}), "intervals": plots}
        words = [*(s for part in parts for s in part.feedback), *problems]
        if own := measures.get("own_classes"):
            named = ", ".join(map(repr, own))
            words.append(f"Which of your model's classes ({named}) is which, a person decides.")
        if own or any(part.score is None for part in parts):
            return awaiting(
                self.points, *words, reason="undecided" if own else "borderline",
                parts=tuple(parts), source=source,
            )  # fmt: skip
        least = min(
            part.score / part.points if part.points else Fraction(1)
            for part in parts
            if part.score is not None
        )
        shown = tuple(parts) if len(parts) > 1 else ()
        if len({part.score for part in parts}) > 1:
            told = f"{show(least * self.points)} of {show(self.points)}"
            words.append(f"Every metric must be met, so the lowest counts: {told}.")
        return decided(
            least * self.points, self.points, words, parts=shown, source=source, plot=plot,
            read=str(measures.get("read", "")), mistakes=measures.get("mistakes", ()),
        )  # fmt: skip

    def _ramp(self, ramp: Ramp, measures: Mapping[str, Any]) -> tuple[Part, dict[str, Any]]:
        found = measures["first"].get(ramp.metric)
        blurred = ramp.is_borderline(as_float(found["low"]), as_float(found["high"]), self.steps)
        if blurred and measures.get("more"):
            found = measures["more"][ramp.metric]
        point, low, high = (as_float(found[key]) for key in ("point", "low", "high"))
        # What a constant earns by luck with the rows is no doubt whose benefit it could have.
        borderline = ramp.is_borderline(low, high, self.steps) and not measures.get("constant")
        score: Fraction | None
        if borderline and self.borderline == "by_hand":
            score = None
        elif borderline and self.borderline == "median":
            levels = sorted(as_float(value) for value in found["each"])
            middle = levels[len(levels) // 2]
            score = self.points * ramp.credit(middle, low, high, self.steps, "median")
        else:
            rule: Borderline = "benefit_of_doubt" if borderline else "median"
            score = self.points * ramp.credit(point, low, high, self.steps, rule)
        plain = self.points * ramp.credit(point, low, high, self.steps, "median")
        none, full = ramp.ends
        said = interval_words(ramp.metric, found, measures, full, ramp.rises)
        if score is None:
            said += " The interval crosses a threshold: a person decides."
        elif score > plain:
            given = f"{show(score)} of {show(self.points)}"
            said += f" The interval crosses a threshold: the benefit of the doubt gives {given}."
        label = METRIC_WORDS.get(ramp.metric, ramp.metric)
        plot = {
            **_ends(label, (low, point, high), none, full),
            "lower_is_better": not ramp.rises,
            "verdict": "borderline" if borderline else "clear",
        }
        if score is None:
            name = f"{self.id}.{ramp.metric}"
            return Part(name, None, self.points, Status.AWAITING, (said,)), plot
        return self.part(ramp.metric, score, self.points, said), plot

    def _beats(self, beats: Beats, measures: Mapping[str, Any]) -> tuple[Part, dict[str, Any]]:
        found = measures.get("more_difference") or measures["difference"]
        point, low, high = (as_float(found[key]) for key in ("point", "low", "high"))
        full, none = float(beats.full_from), float(beats.none_below)
        share = Fraction(1) if high >= full else Fraction(1, 2) if high >= none else Fraction(0)
        verdict = "better" if low > 0 else "worse" if high < 0 else "no significant difference"
        said = beaten_words(beats.metric, found, verdict, share)
        label = f"difference in {METRIC_WORDS.get(beats.metric, beats.metric)}"
        plot = {
            **_ends(label, (low, point, high), none, full),
            "lower_is_better": False,
            "verdict": verdict,
        }
        return self.part("beats", share * self.points, self.points, said), plot


def _ends(
    label: str, found: tuple[float, float, float], none: float, full: float
) -> dict[str, Any]:
    low, point, high = found
    ends = {"low": low, "estimate": point, "high": high, "none_below": none, "full_from": full}
    return {"label": label, **ends}
