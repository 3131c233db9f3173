"""Which formats there are, and writing several of them at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from grader.errors import UsageMistake
from grader.reports.extras import Extras
from grader.reports.records import Results

Writer = Callable[[Results, Path, Extras], list[Path]]


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write results; its module is imported when it is first used."""

    name: str
    """The word for `--format`."""

    module: str
    function: str

    def write(self, results: Results, out: Path, extras: Extras) -> list[Path]:
        """Write this format's files under `out`; the files that changed."""
        writer: Writer = getattr(import_module(f"grader.reports.{self.module}"), self.function)
        return writer(results, out, extras)


FORMATS = {
    form.name: form
    for form in (
        Format("json", "exports.results_json", "write_json"),
        Format("csv", "exports.grades_csv", "write_csv"),
        Format("html", "pages.html", "write_html"),
        Format("junit", "exports.junit", "write_junit"),
        Format("gradescope", "exports.gradescope", "write_gradescope"),
        Format("xlsx", "exports.gradebook_xlsx", "write_workbook"),
        Format("github", "exports.github.summary", "write_github"),
        Format("classroom", "exports.github.classroom", "write_classroom"),
        Format("badge", "exports.github.badge", "write_badge"),
        Format("statistics", "exports.items_csv", "write_statistics"),
    )
}
"""Every format by its name, in the order in which they are written."""

USUAL = ("json", "csv", "html")
"""What a run writes when nobody asks for anything else."""


def known(names: Iterable[str]) -> tuple[str, ...]:
    """Names of formats, each once, in writing order; UsageMistake names every unknown one."""
    wanted = [name.strip() for name in names if name.strip()]
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        raise UsageMistake(
            f"unknown format {', '.join(map(repr, unknown))}; write one of {', '.join(FORMATS)}"
        )
    return tuple(name for name in FORMATS if name in wanted)


def write_reports(
    results: Results,
    out: Path,
    formats: Iterable[str] = USUAL,
    extras: Extras | None = None,
) -> list[Path]:
    """Write `results` in the named formats under `out`; the files that changed.

    Raises UsageMistake for an unknown format or a folder that cannot be written.
    """
    extras = extras or Extras()
    changed: list[Path] = []
    for name in known(formats):
        changed += FORMATS[name].write(results, out, extras)
    return changed
