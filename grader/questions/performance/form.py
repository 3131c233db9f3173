"""A model as students have it: what it is fitted to, and nothing of what it has to reach."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar, Literal

from grader.evidence import Answer, Missing, Source
from grader.questions.asking.asked import PLACES
from grader.questions.asking.form import Form, Look, State
from grader.questions.base import Given, Probe
from grader.questions.find import Find
from grader.questions.performance import Performance
from grader.questions.performance.fields import Handed
from grader.questions.performance.fits import read_fits
from grader.questions.performance.held_out import Rows
from grader.questions.performance.ramp import Ramp
from grader.questions.record import Record
from grader.questions.tables import Table, TableData

METRICS = {"two": "roc_auc", "several": "accuracy", "number": "r2"}
"""Some metric of each target; a form never measures by it."""


class PublicRows(Record):
    """The rows that students have, by their released file."""

    train: Table
    label: str
    features: tuple[str, ...] = ()

    @classmethod
    def of(cls, rows: Rows | None, files: Mapping[str, str]) -> PublicRows | None:
        """Those of a question whose training rows are released; None where they are not."""
        if rows is None or rows.train.file not in files:
            return None
        file = TableData(files[rows.train.file])
        return cls(train=file, label=rows.label, features=rows.features)

    def table(self) -> Rows | None:
        """The rows themselves, a quarter of them held out; None where nobody read them."""
        if not self.train.rows:
            return None
        return Rows(train=self.train, label=self.label, features=self.features)


class PerformanceForm(Form):
    """What a model is handed, and what it has to say."""

    kind: Literal["performance"]
    rows: PublicRows | None = None
    shares: str | None = None
    target: Literal["two", "several", "number"] = "two"
    output: Literal["probability", "logit", "label"] = "probability"
    inputs: Literal["numpy", "list", "pandas", "torch"] = "numpy"
    fitted: bool = False
    predictions: Handed = False

    public: ClassVar[tuple[str, ...]] = (
        *PLACES, "shares", "output", "inputs", "fitted", "predictions",
    )  # fmt: skip
    checks: ClassVar[str] = "that the model fits public rows and predicts others in range"

    @classmethod
    def facts(cls, question: Performance, files: Mapping[str, str]) -> Mapping[str, Any]:
        """The released rows, and what is predicted."""
        rows = PublicRows.of(question.rows, files)
        return {"rows": rows, "target": question.target}

    @property
    def is_checked(self) -> bool:
        """Whether there is anything to try it with."""
        return self.rows is not None and not (self.shares or self.predictions)

    def expected(self) -> str:
        """A model, or what it says."""
        if self.shares:
            return f"the model of {self.shares}"
        if self.predictions:
            return "predictions, one per row"
        says = "predict(X)" if self.target == "number" else "predict_proba(X) or predict(X)"
        if self.fitted:
            return f"a fitted model with {says}"
        return f"a class with fit(X, y) and {says}"

    def blank(self) -> Performance | None:
        """The same question about public rows, without thresholds."""
        rows = None if self.rows is None else self.rows.table()
        if rows is None:
            return None
        ramp = Ramp(metric=METRICS[self.target], none_below=Fraction(0), full_from=Fraction(1))
        fields = {n: getattr(self, n) for n in (*PLACES, "output", "inputs", "fitted")}
        return Performance(kind="performance", id=self.id, points=self.points, rows=rows,
                           metrics=(ramp,), seeds=1, more_seeds=0, shuffled=0,
                           **fields)  # fmt: skip

    def probes(self) -> tuple[Probe, ...]:
        """One fit to public rows; or the predictions that were handed in."""
        if self.predictions:
            return super().probes()
        blank = self.blank()
        return () if blank is None or self.shares else blank.probes()

    def rules(self) -> tuple[Find, ...]:
        """With the files of predictions."""
        if not self.predictions:
            return self.find
        rows = Performance(kind="performance", id=self.id, points=self.points, find=self.find,
                           predictions=self.predictions)  # fmt: skip
        return rows.rules()

    def look(self, given: Given) -> Look:
        """Of a model that is looked at under another question, only that it is."""
        if self.shares:
            return Look(State.OPEN, (f"It looks at the model of {self.shares}.",))
        if isinstance(given.answer, Missing) and not self.probes():
            return Look(State.OPEN, ("The rows to fit it to are not released.",))
        return super().look(given)

    def looked_at(self, value: Any, given: Given) -> Look:
        """Whether the fit ran, and its predictions are in range."""
        blank = self.blank()
        if self.predictions or blank is None or blank.rows is None:
            return super().looked_at(value, given)
        assert isinstance(given.answer, Answer)
        count = len(blank.rows.parts(as_classes=self.target != "number")[3])
        fits = read_fits(blank, value, count)
        if fits.problems:
            return self.looked("", given, fits.problems)
        notes = [one[:1].upper() + one[1:] for one in fits.notes]
        told = f"It fits the public rows and predicts {count} others."
        source = given.source or Source()
        return Look(State.FINE, (told, *notes), f"{count} predictions", source)

    def stub(self) -> str:
        """A class whose methods are not written yet."""
        if self.predictions or self.fitted or not super().stub():
            return super().stub()
        if self.shares:
            return ""
        say = "predict" if self.target == "number" else "predict_proba"
        return (
            f'class {self.names[0]}:\n    """{self.told()}"""\n\n'
            "    def fit(self, X, y):\n        raise NotImplementedError\n\n"
            f"    def {say}(self, X):\n        raise NotImplementedError\n"
        )
