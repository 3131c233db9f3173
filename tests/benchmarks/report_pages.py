"""How long reports take: `python -m tests.benchmarks.report_pages [students]`.

Every student has formulas and curves of their own, so that no cache hides the work.
"""

import sys
import tempfile
import time
from pathlib import Path

from grader.questions import KINDS
from grader.reports import FORMATS, Extras, write_reports
from tests.reports.example_results import big_class, example_plots


def own_plots(index: int) -> dict[str, dict[str, object]]:
    """The example's pictures with a ROC curve and a window that nobody else has."""
    plots = {name: dict(data) for name, data in example_plots().items()}
    curve = [[x / 200, (x / 200) ** (0.2 + index / 10_000)] for x in range(201)]
    plots["p5.performance"]["roc"] = {**plots["p5.performance"]["roc"], "student": curve}
    path = [[2, 9], [-1.5, 9.45 + index / 1000], [-3.735, 9.9], [-5.211, 11.02]]
    plots["p3.descent"]["descent"] = {
        **plots["p3.descent"]["descent"], "path": path, "y": [6 - index / 1000, 14],
    }  # fmt: skip
    return plots


def main(students: int = 1000) -> None:
    """Print the seconds of each format, written once and then again unchanged."""
    results = big_class(students)
    for index, student in enumerate(results["submissions"]):
        for question in student["questions"][:9]:
            question["feedback"] += [
                f"You wrote $\\frac{{{index}}}{{x_{index}}} + e^{{-{index}x}}$."
            ]
    plots = {
        (student["id"], question): data
        for index, student in enumerate(results["submissions"])
        for question, data in own_plots(index).items()
    }
    assert KINDS  # whoever writes pages has imported the kinds to mark
    with tempfile.TemporaryDirectory() as folder:
        for again in ("written", "unchanged"):
            for name in FORMATS:
                clock, work = time.perf_counter(), time.process_time()
                write_reports(results, Path(folder), (name,), Extras(plots=plots))
                clock, work = time.perf_counter() - clock, time.process_time() - work
                print(f"{name:12} {again:10} {clock:6.2f} s on the clock, {work:6.2f} s of CPU")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
