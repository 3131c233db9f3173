"""The kind `mixture`: what each expert says, and how a gate divides the rows among experts."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from grader.evidence import Answer, Finding
from grader.marks import Mark, decided, not_gradable
from grader.questions.base import Given, Probe, Question
from grader.questions.mistake import Mistake, MistakeTable
from grader.questions.mixture.mistakes import MISTAKES
from grader.questions.mixture.own import is_column
from grader.questions.mixture.words import gate_words
from grader.questions.performance import Performance
from grader.questions.performance.held_out import Rows, labels_array, seed_of, table_array
from grader.questions.record import Exact, Record, Share
from grader.questions.words import as_float, short

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class Expert(Record):
    """One column of the meta-features: a rule, checked exactly, or a fitted model, checked as a
    predictor.
    """

    name: str
    """What reports call it, such as "logistic regression"."""
    at_least: int | None = None
    """For a rule: 1 where at least this many columns are 1."""
    auc_from: Exact = Fraction(3, 4)
    """For a model: its ROC AUC must reach this at its interval's better end."""
    skill_from: Exact = Fraction(1, 10)
    """For a model: how much smaller its Brier score must be than the prevalence's, as a share, at
    the better end.
    """

    def rule_says(self, rows: Floats) -> Floats:
        """What the rule says of rows, shape (n,)."""
        said: Floats = (rows.sum(axis=1) >= (self.at_least or 0)).astype(float)
        return said


class Gate(Record):
    """What is asked of a gate where the model shows one; stacking shows none and loses nothing."""

    of: str
    """The performance question whose model may show a gate."""
    share: Share = Fraction(0)
    """The share of the points that a shown gate decides; 0 leaves it at warnings."""
    collapsed_above: Exact = Fraction(19, 20)
    """An average weight above this means that one expert does everything."""
    unused_below: Exact = Fraction(1, 100)
    """An average weight below this means that an expert is not used."""


class Mixture(Question):
    """A function `expert_features(X_train, y_train, X)` that returns a column for each expert,
    shape (n, experts).

    Rule columns have to be right in every row, model columns have to predict and to be calibrated.
    Where the model of another question shows its gate, the gate's rows have to be distributions,
    the output their weighted sum, and no expert may be idle.
    """

    kind: Literal["mixture"]
    rows: Rows
    """Where training rows and hidden rows come from."""
    experts: Annotated[tuple[Expert, ...], Field(min_length=1, max_length=20)]
    """The columns in order."""
    gate: Gate | None = None
    """What is asked of a gate, where one is shown."""

    stated: ClassVar[frozenset[str]] = frozenset({"experts"})
    entry: ClassVar[str] = (
        "a function expert_features(X_train, y_train, X) that returns one column an expert"
    )
    part_word: ClassVar[str] = "Check"
    echoes: ClassVar[bool] = False
    look_again: ClassVar[str] = (
        "Look at one expert's column at a time, on rows that you did not train on."
    )
    is_short: ClassVar[bool] = False
    mistake_table: ClassVar[MistakeTable] = MISTAKES
    measured_from: ClassVar[frozenset[str]] = frozenset(
        {"id", "rows", "experts.at_least", "gate.of"}
    )
    measured_with: ClassVar[tuple[str, ...]] = (
        "grader.questions.performance",
        "grader.questions.tables",
    )
    private: ClassVar[frozenset[str]] = frozenset({"rows.hidden", "rows.hidden_labels"})

    def problems(self) -> list[tuple[str, str]]:
        """Tables that do not fit one another."""
        found = [(f"rows.{path}", said) for path, said in self.rows.problems()]
        if self.rows.classes not in ((), (0.0, 1.0)):
            found.append(("rows.label", "experts predict labels that are 0 and 1"))
        return found

    def references(self) -> tuple[str, ...]:
        """The question whose model may show a gate."""
        return (self.gate.of,) if self.gate else ()

    def order(self, count: int) -> list[int]:
        """The order in which the hidden rows are handed over."""
        import random

        return random.Random(seed_of(self.id)).sample(range(count), count)

    def probes(self) -> tuple[Probe, ...]:
        """One call on the training rows and the hidden rows."""
        if not self.names or not self.rows.train.rows:
            return ()
        X, y, hidden, _ = self.rows.parts()
        given = (table_array(X), labels_array(y), table_array(hidden[self.order(len(hidden))]))
        return (Probe(self.id, "call", self.names, (given,), seconds=self.seconds, hidden=True),)

    def inspect_files(self, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
        """The files that hold a long run of hidden rows or of their labels."""
        return self.rows.copied_into(files)

    def facts(self, known: Mapping[str, Question], seed: int) -> Mapping[str, Any] | None:
        """Labels of the hidden rows, and what each rule says of them."""
        if not self.rows.train.rows:
            return None
        _, _, hidden, labels = self.rows.parts()
        rules = {
            str(number): expert.rule_says(hidden).tolist()
            for number, expert in enumerate(self.experts)
            if expert.at_least is not None
        }
        return {"labels": labels.astype(int).tolist(), "rules": rules}

    def measure(self, given: Given) -> Mapping[str, Any] | None:
        """What each column is worth, and the gate where the model shows one."""
        if not isinstance(given.answer, Answer) or not given.facts:
            return None
        from grader.questions.mixture.measure import measure_columns, measure_gate
        from grader.questions.performance.fits import fits_of

        measured = measure_columns(self, given.answer.value, given.facts, given.seed)
        model = given.question(self.gate.of) if self.gate else None
        if isinstance(model, Performance) and model.shares:
            model = given.question(model.shares)
        theirs = given.other(model.id) if model is not None else None
        if not isinstance(model, Performance) or theirs is None:
            return measured
        fits = fits_of(model, theirs)
        return measured if fits is None else {**measured, "gate": measure_gate(model, fits)}

    def part_ids(self) -> tuple[str, ...]:
        """One part per expert, and one for the gate where it has points."""
        names = [*map(str, range(1, len(self.experts) + 1))]
        names += ["gate"] if self.gate and self.gate.share else []
        return tuple(f"{self.id}.{name}" for name in names)

    def is_answer(self, answer: Any, given: Given) -> bool:
        """Whether a column is this mistake: another rule, or a model of such measures."""
        return is_column(answer, self.experts, given.measures) or given.value == answer

    def mark_answer(self, given: Given) -> Mark:
        """Thresholds applied to what was measured of each column and of the gate."""
        measures = given.measures
        if not measures:
            return not_gradable(self.points, "the expert's columns were not measured")
        source = given.answer.source if isinstance(given.answer, Answer) else None
        if "columns" not in measures:
            lost = tuple(map(str, measures.get("problems", ("No columns could be read.",))))
            return decided(Fraction(0), self.points, lost, source=source)
        gate = measures.get("gate") or {}
        share = self.gate.share if self.gate and gate.get("shown") else Fraction(0)
        each = self.points * (1 - share) / len(self.experts)
        parts, plots = [], []
        mistakes: list[str] = []
        for number, (expert, found) in enumerate(
            zip(self.experts, measures["columns"], strict=True)
        ):
            score, said, mistake = _column(expert, found)
            if measures.get("transposed"):
                score /= 2
            told = f"Column {number + 1}, {expert.name}: {said}"
            parts.append(self.part(str(number + 1), score * each, each, told))
            mistakes += [mistake] if mistake else []
            if "auc" in found and expert.at_least is None:
                plots.append(_plot(expert, found["auc"]))
        notes = [str(one) for one in measures.get("problems", ())]
        plot: dict[str, Any] = {"intervals": plots}
        if self.gate and gate:
            ends = float(self.gate.collapsed_above), float(self.gate.unused_below)
            passed, told_of_gate, more = gate_words(gate, *ends)
            mistakes += more
            plot |= {"experts": gate["experts"]} if gate.get("experts") else {}
            if share:
                most = self.points * share
                parts.append(self.part("gate", most * int(passed), most, *told_of_gate))
            else:
                notes += told_of_gate
        return decided(
            sum((part.score or Fraction(0) for part in parts), Fraction(0)),
            self.points,
            (*(s for part in parts if part.score != part.points for s in part.feedback), *notes),
            mistakes=mistakes,
            parts=parts,
            source=source,
            plot=plot,
            read=str(measures.get("read", "")),
        )


def _column(expert: Expert, found: Mapping[str, Any]) -> tuple[Fraction, str, str]:
    """Share of the points, what to say, and the mistake's name (or nothing) for one column."""
    if "problem" in found:
        return Fraction(0), str(found["problem"]), ""
    moved = found.get("found_at")
    if expert.at_least is not None:
        wrong, rows = int(found["wrong"]), int(found["rows"])
        if not wrong:
            return Fraction(1), "right in every row.", ""
        if moved:
            return _charged(MISTAKES["columns_swapped"].told(moved=moved))
        counts = {"wrong": wrong, "rows": rows}
        if found.get("threshold") is not None:
            sizes = {"threshold": found["threshold"], "asked": expert.at_least}
            return _charged(MISTAKES["other_threshold"].told(**sizes, **counts))
        return _charged(MISTAKES["rule_wrong"].told(**counts))
    if found.get("copies"):
        return _charged(MISTAKES["same_column"].told(other=found["copies"]))
    if found.get("is_rule"):
        swapped, same = MISTAKES["columns_swapped"], MISTAKES["same_column"]
        return _charged(swapped.told("model") if moved else same.told("rule"))
    return _predictor(expert, found)


def _charged(mistake: Mistake) -> tuple[Fraction, str, str]:
    return MISTAKES.kept({}, mistake.id), mistake.says, mistake.id


def _predictor(expert: Expert, found: Mapping[str, Any]) -> tuple[Fraction, str, str]:
    auc, brier, none = found["auc"], found["brier"], found["prevalence_brier"]
    ends = f"{short(auc['low'])} to {short(auc['high'])}"
    said = f"ROC AUC {short(auc['point'])} (95 % interval {ends})"
    said += f", Brier score {short(brier['point'])}"
    if as_float(auc["high"]) < float(expert.auc_from):
        turned = as_float(auc["high"]) < 0.5
        return _charged(MISTAKES["label_flipped" if turned else "no_skill"].told(measured=said))
    if found.get("labels_only"):
        return _charged(MISTAKES["labels_not_probabilities"].told(measured=said))
    if as_float(brier["low"]) > none * (1 - float(expert.skill_from)):
        off = MISTAKES["not_calibrated"].told(measured=said, constant=f"{none:.3f}")
        return _charged(off)
    return Fraction(1), said + ".", ""


def _plot(expert: Expert, auc: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "label": f"ROC AUC of {expert.name}",
        "low": as_float(auc["low"]),
        "estimate": as_float(auc["point"]),
        "high": as_float(auc["high"]),
        "none_below": 0.5,
        "full_from": float(expert.auc_from),
        "lower_is_better": False,
    }
