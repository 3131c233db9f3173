"""What experts say, as students have it: how many columns, and not which rule or threshold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from grader.evidence import Missing, Source
from grader.measures.predictions import BadPrediction
from grader.questions.asking.asked import PLACES
from grader.questions.asking.form import Form, Look, State
from grader.questions.base import Given, Probe
from grader.questions.mixture import Expert, Mixture
from grader.questions.performance.form import PublicRows


class MixtureForm(Form):
    """The rows and the number of experts."""

    kind: Literal["mixture"]
    rows: PublicRows | None = None
    experts: int

    public: ClassVar[tuple[str, ...]] = PLACES
    checks: ClassVar[str] = "that it gives a finite number per row and expert"

    @classmethod
    def facts(cls, question: Mixture, files: Mapping[str, str]) -> Mapping[str, Any]:
        """The released rows, and how many experts there are."""
        return {
            "rows": PublicRows.of(question.rows, files),
            "experts": len(question.experts),
        }

    @property
    def is_checked(self) -> bool:
        """Whether there is anything to try it with."""
        return self.rows is not None

    def expected(self) -> str:
        """A function of rows."""
        name = self.names[0]
        return f"a function {name}(X_train, y_train, X) that returns shape (n, {self.experts})"

    def blank(self) -> Mixture | None:
        """The same question about public rows."""
        rows = None if self.rows is None else self.rows.table()
        if rows is None:
            return None
        experts = tuple(Expert(name=f"{n}") for n in range(1, self.experts + 1))
        fields = {name: getattr(self, name) for name in PLACES}
        return Mixture(kind="mixture", id=self.id, points=self.points, rows=rows,
                       experts=experts, **fields)  # fmt: skip

    def probes(self) -> tuple[Probe, ...]:
        """One call on public rows."""
        blank = self.blank()
        return () if blank is None else blank.probes()

    def look(self, given: Given) -> Look:
        """Nothing where there are no rows to call it with."""
        if isinstance(given.answer, Missing) and not self.probes():
            return Look(State.OPEN, ("The rows to call it with are not released.",))
        return super().look(given)

    def looked_at(self, value: Any, given: Given) -> Look:
        """A number per row and expert."""
        import numpy as np

        from grader.questions.mixture.measure import columns_of

        blank = self.blank()
        if blank is None:
            return super().looked_at(value, given)
        count = len(blank.rows.parts()[3])
        try:
            found, transposed = columns_of(value, count, self.experts)
        except BadPrediction as reason:
            return self.looked("", given, [f"Your {reason}."])
        told = ["The columns came as rows: return shape (n, experts)."] if transposed else []
        if not np.isfinite(found).all():
            return self.looked("", given, [*told, "Not every entry is a finite number."])
        read = f"{count} x {self.experts} numbers"
        return Look(State.FINE, (f"It gives {read}.", *told), read, given.source or Source())

    def stub(self) -> str:
        """A function that is not written yet."""
        if not super().stub():
            return ""
        body = f'    """{self.told()}"""\n    raise NotImplementedError\n'
        return f"def {self.names[0]}(X_train, y_train, X):\n{body}"
