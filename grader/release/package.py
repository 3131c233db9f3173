"""Makes the package of an assignment, and refuses where something in it gives an answer away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.collect.plan import with_prompts
from grader.errors import UsageMistake
from grader.questions import FORM_BY_NAME
from grader.questions.asking.form import Form
from grader.release import reveals, templates
from grader.release.instructions import instructions
from grader.release.workflow import workflow
from grader.rubric import load_rubric
from grader.rubric.model import DataFile, Environment, Rubric
from grader.rubric.released import Released, released_text

RUBRIC = "rubric.yaml"
WORK = "submission"
OTHERS = "other-forms"


@dataclass(frozen=True, slots=True)
class Package:
    """Every file that students get, by its path in the package, and the rubric among them."""

    released: Released
    files: Mapping[str, bytes] = field(default_factory=dict)


def release(path: Path, folder: Path) -> list[Path]:
    """Write the package of a rubric into an empty folder; raises `UsageMistake` or `RubricError`
    where it would give an answer away.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageMistake(f"{folder} is there already; name a folder that is empty")
    package = package_of(path)
    for name, content in package.files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return [folder / name for name in package.files]


def package_of(path: Path) -> Package:
    """The package of the rubric in a file, looked through for everything that is secret in it."""
    rubric = load_rubric(path)
    reveals.refuse_data(rubric)
    asked = with_prompts(rubric)
    released, handed_out = _released(asked)
    reveals.refuse_texts(rubric, asked, released)
    files: dict[str, bytes] = {RUBRIC: released_text(released).encode()}
    here = path.parent
    for one, public in zip(rubric.data, released.data, strict=True):
        files[public.file] = (here / one.file).read_bytes()
    for old, new in handed_out.items():
        files[new] = (here / old).read_bytes()
    starters = [new for (where, _), new in zip(rubric.handed_out, handed_out.values(), strict=True)
                if where == "template"]  # fmt: skip
    files |= {f"{WORK}/{Path(name).name}": files[name] for name in starters}
    files |= _templates(released, {Path(name).suffix for name in starters})
    files["INSTRUCTIONS.md"] = instructions(rubric, released, files).encode()
    files[".github/workflows/check.yml"] = workflow().encode()
    reveals.refuse_leftovers(rubric, released, files)
    return Package(released, files)


def _released(rubric: Rubric) -> tuple[Released, dict[str, str]]:
    """The rubric of public fields alone, and where the sheet and the starters go."""
    data = tuple(
        DataFile(file=new, names=tuple(dict.fromkeys((*one.names, Path(one.file).name))))
        for one, new in zip(rubric.data, _apart("data", [d.file for d in rubric.data]), strict=True)
    )
    files = {one.file: new.file for one, new in zip(rubric.data, data, strict=True)}
    names = [name for _, name in rubric.handed_out]
    handed_out = dict(zip(names, _apart("handout", names), strict=True))
    starters = tuple(handed_out[name] for where, name in rubric.handed_out if where == "template")
    released = Released(
        released=1,
        title=rubric.title,
        course=rubric.course,
        sources=rubric.sources,
        limits=rubric.limits,
        environment=Environment(preload=rubric.environment.preload),
        data=data,
        sheet=handed_out.get(rubric.sheet or ""),
        template=starters or None,
        questions=tuple(_form(question, files) for question in rubric.questions),
    )
    return released, handed_out


def _form(question: object, files: Mapping[str, str]) -> Form:
    """A question's form; of a kind without one, what every question has."""
    kind = FORM_BY_NAME.get(getattr(question, "kind", ""), Form)
    return kind.of(question, files)


def _apart(folder: str, names: list[str]) -> list[str]:
    """A place in a folder for each file, by its own name; two of one name lie apart."""
    found: list[str] = []
    for number, name in enumerate(names, 1):
        wanted = f"{folder}/{Path(name).name}"
        found.append(wanted if wanted not in found else f"{folder}/{number}/{Path(name).name}")
    return found


def _templates(released: Released, there: set[str]) -> dict[str, bytes]:
    """A module to fill in, and the same as a notebook and as write-ups, but where one is there."""
    found: dict[str, str] = {}
    module = templates.module(released)
    main = "submission.py"
    if module and not there & {".py", ".ipynb"}:
        found[f"{WORK}/{main}"] = module
    if module and ".ipynb" not in there:
        found[f"{OTHERS}/submission.ipynb"] = templates.notebook(released)
    if templates.outline(released):
        place = OTHERS if module or there else WORK
        found[f"{place}/writeup.md"] = templates.markdown(released)
        found[f"{OTHERS}/writeup.tex"] = templates.latex(released)
    return {name: text.encode() for name, text in found.items()}
