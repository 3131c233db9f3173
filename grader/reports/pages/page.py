"""What every page shares: compiled templates, the style sheet, the footer, the fingerprint."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from grader import __version__
from grader.reports.extras import Extras
from grader.reports.records import Results
from grader.reports.text import clean_line
from grader.reports.words import TIER_WORDS

REPORTS = Path(__file__).parent.parent
TEMPLATES = REPORTS / "templates"


@cache
def environment() -> Environment:
    """The templates, compiled once: everything escaped, every unknown name an error."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=-1,
    )


@cache
def template(name: str) -> Template:
    """One compiled template by its path below `templates/`."""
    return environment().get_template(name)


@cache
def question_template(kind: str) -> Template:
    """The template for a kind of question; kinds from elsewhere get the general one."""
    path = TEMPLATES / "questions" / f"{kind}.html.j2"
    known = kind.isidentifier() and path.is_file()
    return template(f"questions/{kind if known else 'default'}.html.j2")


@cache
def style() -> Markup:
    """The style sheet, as it stands in every page."""
    return Markup((TEMPLATES / "report.css").read_text("utf-8"))


@cache
def design() -> str:
    """A hash of our version, templates and code, so that a new design rewrites old pages."""
    digest = hashlib.sha256(__version__.encode())
    for path in sorted(TEMPLATES.rglob("*.*")) + sorted(REPORTS.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def fingerprint(*shown: object) -> str:
    """A hash of everything that decides how a page looks; equal ones need no writing again."""
    text = json.dumps(shown, default=str, ensure_ascii=True)
    return hashlib.sha256((design() + text).encode()).hexdigest()


def holds(path: Path, mark: str) -> bool:
    """Whether the page at `path` was made from exactly what `mark` stands for."""
    try:
        with path.open("rb") as page:
            return f'content="{mark}"'.encode() in page.read(1024)
    except OSError:
        return False


def footer(results: Results, extras: Extras) -> Mapping[str, object]:
    """What is needed to get the same marks again years later."""
    rubric = results["rubric"]
    tier = str(results["isolation"])
    packages = ", ".join(f"{name} {version}" for name, version in sorted(extras.packages.items()))
    return {
        "grader": clean_line(str(results["grader"])),
        "rubric": clean_line(f"{rubric['title']} ({rubric['path']})"),
        "sha256": clean_line(str(rubric["sha256"])),
        "isolation": clean_line(TIER_WORDS.get(tier, tier)),
        "python": clean_line(str(results["python"])),
        "seed": clean_line(str(results["seed"])),
        "packages": clean_line(packages, 12_000),
        "many": len(extras.packages) if len(extras.packages) > 8 else 0,
    }
