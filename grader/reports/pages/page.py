"""What every page shares: compiled templates, the style sheet, the footer, the fingerprint."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    StrictUndefined,
    Template,
)
from markupsafe import Markup

from grader import __version__
from grader.reports.extras import Extras, Look
from grader.reports.records import Results
from grader.reports.text import clean_line
from grader.reports.words import TIER_WORDS

REPORTS = Path(__file__).parent.parent
TEMPLATES = REPORTS / "templates"
_AS_TEXT = json.JSONEncoder(default=str)


@cache
def loader() -> BaseLoader:
    """Where templates are found: here, or as `package:path` in the package of a kind."""
    return ChoiceLoader([FileSystemLoader(TEMPLATES), FunctionLoader(_in_package)])


def _in_package(name: str) -> str | None:
    package, colon, path = name.partition(":")
    file = resources.files(package) / path if colon else None
    return file.read_text("utf-8") if file is not None and file.is_file() else None


@cache
def environment() -> Environment:
    """The templates, compiled once: everything escaped, every unknown name an error."""
    return Environment(
        loader=loader(),
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


def layout(look: Look) -> Template:
    """The template for the parts of an answer."""
    return template(_layout_name(look))


@cache
def look_digest(look: Look) -> str:
    """A hash of how parts are shown; a kind's own template is no part of `design`."""
    source, _, _ = loader().get_source(environment(), _layout_name(look))
    return hashlib.sha256(f"{look}{source}".encode()).hexdigest()


def _layout_name(look: Look) -> str:
    return look.layout if ":" in look.layout else f"layouts/{look.layout}.html.j2"


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
    return hashlib.sha256((design() + _AS_TEXT.encode(shown)).encode()).hexdigest()


def holds(path: Path, mark: str) -> bool:
    """Whether the page at `path` was made from exactly what `mark` stands for."""
    try:
        with path.open("rb") as page:
            return f'content="{mark}"'.encode() in page.read(1024)
    except OSError:
        return False


def footer(results: Results, extras: Extras, *, staff: bool = True) -> Mapping[str, object]:
    """What is needed to get the same marks again; students get neither paths nor the seed."""
    rubric = results["rubric"]
    tier = str(results["isolation"])
    packages = ", ".join(f"{name} {version}" for name, version in sorted(extras.packages.items()))
    return {
        "grader": clean_line(str(results["grader"])),
        "rubric": clean_line(f"{rubric['title']} ({rubric['path']})") if staff else "",
        "sha256": clean_line(str(rubric["sha256"])),
        "isolation": clean_line(TIER_WORDS.get(tier, tier)),
        "python": clean_line(str(results["python"])),
        "seed": clean_line(str(results["seed"])) if staff else "",
        "packages": clean_line(packages, 12_000),
        "many": len(extras.packages) if len(extras.packages) > 8 else 0,
    }
