"""Nothing of a key, of hidden data or of the model answer is in what students get."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.questions import BY_NAME, FORM_BY_NAME
from grader.questions.asking.asked import ALWAYS
from grader.release import Package, package_of
from grader.release.disguised import hashed, hashes, uncovered
from grader.release.reveals import leaves, secret_texts
from grader.rubric import load_rubric
from tests.collect import planted

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(path for path in (ROOT / "rubric").glob("*.yaml"))
PUBLIC = re.compile(rf"\b([A-Za-z]_?){planted.MARK}\b")
"""Names that students need: variables, functions, matrices, labels of options."""


STUB = re.compile(r"(def|class) \w+|\w+ = \W*$")
"""Lines that say no more than what something is called."""


def texts(package: Package) -> Iterator[tuple[str, str]]:
    """Every released file as text, with its name; a notebook as its cells say it as well."""
    for name, content in package.files.items():
        text = content.decode("utf-8", "replace")
        yield name, f"{name}\n{text}"
        if name.endswith(".ipynb"):
            yield name, "\n".join(said for _, said in leaves(json.loads(text)))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_assignment_releases_no_secret(path: Path) -> None:
    """No long text that is not public, no line of the model answer, no file that is hidden."""
    rubric, package = load_rubric(path), package_of(path)
    secrets = {text for question in rubric.questions for _, text in secret_texts(question)}
    for form in package.released.questions:
        secrets -= {text for _, text in leaves(form.model_dump(mode="json"))}
    answers = ROOT / "answers" / path.stem
    for file in answers.rglob("*"):
        if file.is_file() and file.suffix in (".py", ".md", ".tex", ".ipynb"):
            lines = (line.strip() for line in file.read_text("utf-8").splitlines())
            secrets |= {line for line in lines if len(line) >= 24 and not STUB.match(line)}
    assert secrets
    found = [(name, one) for name, text in texts(package) for one in secrets if one in text]
    assert found == []
    hidden = [file.read_bytes() for file in answers.rglob("*") if file.is_file()]
    assert not set(package.files.values()) & set(hidden)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_no_question_gives_its_own_answer_away(path: Path) -> None:
    """What each kind knows of its key stands in no released text, nor hashed or hidden."""
    rubric, package = load_rubric(path), package_of(path)
    for question in rubric.questions:
        for secret in question.secrets():
            for name, text in texts(package):
                if name.startswith("data/"):
                    continue
                if secret.everywhere:
                    assert not list(secret.find(text)), (question.id, secret.path, name)
                assert not {token for _, token in hashes(text)} & hashed(secret.text)
                for _, plain in uncovered(text):
                    assert not list(secret.find(plain)), (question.id, secret.path, name)


def planted_with(folder: Path, mark: str) -> Path:
    """The rubric with a secret in every field, but for those that students need."""
    path = planted.plant(folder)
    bare = planted.RUBRIC
    for name in ("truth", "pick"):
        bare = bare.replace(f"Said {planted.MARK}", "Said so").replace(f"One {planted.MARK}", "One")
        assert name in bare
    bare = bare.replace(f"min_words: {planted.MARK}", "min_words: 3")
    bare = bare.replace(f"max_words: {planted.MARK}0", "max_words: 300")
    bare = bare.replace(f"Planted {planted.MARK}", "Planted").replace(f"Course {planted.MARK}", "C")
    bare = bare.replace("{sizes: 0.7391, activations: 0.2609}", "{sizes: 0.5, activations: 0.5}")
    bare = PUBLIC.sub(lambda hit: f"{hit[1]}q", bare)
    common = "\n    title: A title\n    prompt: A prompt\n    points: 10\n    advice: Advice 7391\n"
    common += "    survivors: {a mutant 7391: Since 7391}\n"
    text = bare.replace("\n    kind:", f"{common}    kind:").replace(planted.MARK, mark)
    path.write_text(text)
    program = folder / f"checks{planted.MARK}.py"
    renamed = program.read_text().replace(planted.MARK, mark)
    program.rename(folder / f"checks{mark}.py").write_text(renamed)
    return path


@settings(max_examples=6, deadline=None)
@given(mark=st.integers(3_001, 9_999).map(str).filter(lambda mark: "0" not in mark))
def test_no_planted_secret_is_released(
    tmp_path_factory: pytest.TempPathFactory, mark: str
) -> None:
    """Whatever digits a key, a tolerance, a threshold or a reason has, they get nowhere."""
    path = planted_with(tmp_path_factory.mktemp("course"), mark)
    assert path.read_text().count(mark) > 60
    package = package_of(path)
    assert {form.kind for form in package.released.questions} == BY_NAME.keys()
    assert [name for name, text in texts(package) if mark in text] == []


def test_a_form_has_no_field_that_its_kind_did_not_make_public() -> None:
    """What a form holds is what every question has, what is named as public, and derived facts."""
    for name, form in FORM_BY_NAME.items():
        kind: Any = BY_NAME[name]
        own = set(form.model_fields) - {"kind", *ALWAYS, *form.public}
        assert set(form.public) <= set(kind.model_fields), name
        derived = own & set(kind.model_fields) - {"name", "sources", "seconds", "writeup"}
        assert derived - {"find", "trust"} <= {
            *("items", "cases", "built_from", "tolerance", "rows", "experts", "shares"),
        }, name


def test_a_kind_without_a_form_releases_what_every_question_has() -> None:
    """A kind that another package brings gives away nothing by itself."""
    from grader.questions.asking.form import Form
    from grader.questions.short_text import ShortText

    question: Any = ShortText(
        kind="short_text", id="q", points=Fraction(2), prompt="Say it", name="N", key=("word",)
    )
    released = Form.of(question, {}).model_dump(exclude_defaults=True)
    assert released == {"kind": "short_text", "id": "q", "points": 2, "prompt": "Say it"}
