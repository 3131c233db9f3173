"""What a report shows beyond `results.json`: pictures, statistics, what a student may see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Shows = Literal["item", "question", "after_due"]
"""How much a student sees at once: every part, the question's mark only, or only what was read."""

Results = Mapping[str, Any]
"""A `results.json` structure as plain data."""


@dataclass(frozen=True, slots=True)
class Extras:
    """Optional material for the pages; an empty one gives complete reports without pictures."""

    plots: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    """Per (submission id, question id), the plain data of its pictures; see docs/reports.md."""

    statistics: Mapping[str, Any] | None = None
    """Item statistics of the class; what is missing is computed from the results where possible."""

    shows: Mapping[str, Shows] = field(default_factory=dict)
    """Per question id, how much the student's page shows; `item` where absent."""

    packages: Mapping[str, str] = field(default_factory=dict)
    """Names and versions of the packages that took part, for the footer."""

    def plots_of(self, submission: str, question: str) -> Mapping[str, Any]:
        """The pictures' data of one answer, empty when there are none."""
        return self.plots.get((submission, question), {})


def redacted(submission: Mapping[str, Any], shows: Mapping[str, Shows]) -> Mapping[str, Any]:
    """A submission with no more in it than its student may see now.

    `question` takes the parts away; `after_due` takes everything but the mark and what was read.
    """
    if not any(shows.get(question["id"], "item") != "item" for question in submission["questions"]):
        return submission
    questions = []
    for question in submission["questions"]:
        level = shows.get(question["id"], "item")
        kept = dict(question)
        if level != "item":
            kept["parts"] = []
        if level == "after_due":
            kept["feedback"], kept["mistakes"] = [], []
        questions.append(kept)
    return {**submission, "questions": questions}
