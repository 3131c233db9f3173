"""Submissions that try to have hidden inputs put on their own page, by everything a child says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from grader.errors import SandboxRefusal
from grader.grade import Options, grade
from grader.sandbox import verified_tier

pytestmark = pytest.mark.attack

WORD = "zebra7391zebra"
NUMBER = 271828
RUBRIC = f"""
title: Hidden
limits: {{seconds: 20, load_seconds: 4, probe_seconds: 4}}
questions:
  - {{id: echo, kind: short_text, points: 1, name: ECHO, key: [nothing]}}
  - {{id: later, kind: short_text, points: 1, name: LATER, key: [nothing]}}
  - id: call
    kind: function
    points: 1
    name: f
    cases:
      - {{arguments: [{WORD}, {NUMBER}], expected: 1}}
      - {{arguments: [{WORD}, {NUMBER}], expected: [[1, 2], [3, 4]]}}
  - id: model
    kind: performance
    points: 1
    name: Model
    rows: {{train: train.csv, label: y, hidden: hidden.csv, hidden_labels: labels.csv}}
    metrics: [{{metric: roc_auc, full_from: 0.8, none_below: 0.6}}]
    shuffled: 1
"""
CHANNEL = """
import gc, os
def channel():
    return next(o for o in gc.get_objects() if type(o).__name__ == "Channel")
ECHO = LATER = "quark"
"""
MODEL = """
class Model:
    def fit(self, X, y):
        self.mean = sum(y) / len(y)
        self.classes_ = [0, 1]
    def predict_proba(self, X):
        return [self.mean for _ in X]
"""
CALLED = {
    "a late answer to another question": "send(probe='echo', outcome='answer', value=word,"
    " form='module', other=True)",
    "a second answer to another question": "send(probe='later', outcome='answer', value=word)",
    "an early answer to the next question": "send(probe='model', outcome='missing', reason=word)",
    "a reason why it is missing": "send(probe='call', outcome='missing', reason=word)",
    "a reason why it cannot be had": "send(probe='call', outcome='unavailable', why='file',"
    " reason=word)",
    "a word of a reason": "send(probe='call', outcome='unavailable', why=word, reason='')",
    "a reason why a library is absent": "send(probe='call', outcome='unavailable', why='library',"
    " reason=word)",
    "the name of an exception": "send(probe='call', outcome='raised', type=word)",
    "a message": "send(probe='call', outcome='raised', type='ValueError', message=word)",
    "a stage": "send(probe='call', outcome='raised', type='ValueError', stage=word)",
    "a file": "send(probe='call', outcome='raised', type='ValueError', file=word, form='module')",
    "a form": "send(probe='call', outcome='raised', type='ValueError', form=word)",
    "a line": "send(probe='call', outcome='raised', type='ValueError', file='work.py',"
    " line=number)",
    "a cell": "send(probe='call', outcome='raised', type='ValueError', file='work.py',"
    " cell=number)",
    "a page": "send(probe='call', outcome='raised', type='ValueError', file='work.py',"
    " page=number % 100000)",
    "a file that was answered in": "send(probe='call', outcome='answer', value=[], file=word,"
    " form='module', line=number)",
    "a number of results": "send(probe='call', outcome='answer', value=[0] * 2718)",
    "a line of a call": "send(probe='call', outcome='answer', value=rows(line=number))",
    "the exception of a call": "send(probe='call', outcome='answer', value=rows(type=word))",
    "what a call lost": "send(probe='call', outcome='answer', value=rows(lost=['file', word]))",
    "what a call lost of the machine": "send(probe='call', outcome='answer',"
    " value=rows(lost=['library', word]))",
    "what could not be made": "send(probe='call', outcome='answer', value=rows(lacks=word))",
    "errors of loading that were held back": "send(loaded='work.py', form='module', errors=["
    "{'type': word, 'message': word, 'line': number}])",
    "notes of loading that were held back": "send(loaded='work.py', form='module', errors=[],"
    " notes=[{'kind': 'not-here', 'message': word}])",
    "a file that is loaded": "send(loading=word, form='module')",
    "notes at the end": "send(done=True, notes=[{'kind': 'library-absent', 'message': word}])",
    "a code to end with": "os._exit(number % 251)",
    "a signal to end with": "os.kill(os.getpid(), 11)",
    "many prints": "os.write(2, b'x' * 27_182_818)",
    "a shape": "return [[0] * 718 for _ in range(29)]",
    "the name of a result's class": "return type(word, (), {})()",
    "an exception of its own": "raise type(word, (Exception,), {})(word)",
    "a key": "return {word: number}",
}
HELPERS = """
def send(**frame):
    channel().send(frame)
def rows(**more):
    row = dict({"ok": False, "type": "ValueError"}, **more)
    return [{"$": "map", "items": [[k, v] for k, v in row.items()]} for _ in range(2)]
"""
PREDICTED = {
    "an exception of its own in predict": "raise type(said, (Exception,), {})(said)",
    "a message of predict": "raise ValueError(said)",
    "the name of a prediction's class": "return type(said, (), {})()",
    "a number of predictions": "return [0.5] * 27182",
    "values": "return [float(X[0][0])] * len(X)",
    "names of classes": "self.classes_ = [said, said + 'b']; return [[0.4, 0.6] for _ in X]",
    "labels": "return [said] * len(X)",
    "a shape of predictions": "return [[0] * 718 for _ in X]",
    "a message of fit": "late(dict(ok=False, type='ValueError', message=said, stage='fit'))",
    "an exception of fit": "late(dict(ok=False, type=said, message='', stage='fit'))",
    "a stage of the model": "late(dict(ok=False, type='ValueError', message='', stage=said))",
    "a line of the model": "late(dict(ok=False, type='ValueError', stage='fit', line=271828))",
    "a method": "late(dict(ok=True, method=said, batches=[], classes=[said]))",
    "a method that failed": "late(dict(ok=True, method='predict_proba', batches=[], also={"
    "'gate_weights': said}))",
}
LATE = """
def late(row):
    def tagged(thing):
        if isinstance(thing, dict):
            return {"$": "map", "items": [[k, tagged(v)] for k, v in thing.items()]}
        return thing
    channel().send({"probe": "model", "outcome": "answer", "value": [tagged(row)] * 5})
"""


def submissions() -> dict[str, str]:
    """Every way of telling, each as a submission of its own."""
    found = {
        "echoes what it finds": CHANNEL + "import re\nECHO = LATER = 'found' + str(sorted({w for"
        " o in gc.get_objects() for w in re.findall('zebra' + '[0-9]+' + 'zebra', repr(o)[:9999])"
        "}))\ndef f(word, number):\n    return 1\n" + MODEL,
        "names an error after what it finds": CHANNEL + "import re\ndef f(word, number):\n"
        "    return 1\n" + MODEL + "for o in gc.get_objects():\n    for w in re.findall('zebra' +"
        " '[0-9]+zebra', repr(o)[:9999]):\n        raise type(w, (Exception,), {})(w)\n",
    }
    for name, deed in CALLED.items():
        body = f"def f(word, number):\n    {deed}\n    return 1\n"
        found[name] = CHANNEL + HELPERS + body + MODEL
    for name, deed in PREDICTED.items():
        body = f"class Model(Honest):\n    def predict_proba(self, X):\n        said = {WORD!r}\n"
        honest = MODEL.replace("class Model", "class Honest")
        told = f"        {deed}\n        return [0.5] * len(X)\n"
        call = "def f(word, number):\n    return 1\n"
        found[name] = CHANNEL + LATE + call + honest + body + told
    found["rows before the fit"] = (
        CHANNEL
        + "def f(word, number):\n    return 1\n"
        + MODEL.replace(
            "self.mean =",
            "c = channel(); c.send({'want': 'model', 'part': 0}); r = repr(c.receive()); "
            "c.send({'probe': 'echo', 'outcome': 'answer', 'value': r}); self.mean =",
        )
    )
    return found


def course(root: Path) -> Path:
    """A rubric with hidden words, numbers and rows, and every submission."""
    (root / "rubric.yaml").write_text(RUBRIC)
    rows = [(n % 7, n % 5) for n in range(40)]
    train = "".join(f"{a},{b},{int(a + b > 5)}\n" for a, b in rows)
    (root / "train.csv").write_text("a,b,y\n" + train)
    (root / "hidden.csv").write_text(f"a,b\n{NUMBER},1\n" + "1,2\n5,4\n3,3\n" * 9)
    (root / "labels.csv").write_text("y\n1\n" + "0\n1\n1\n" * 9)
    for number, source in enumerate(submissions().values()):
        folder = root / "in" / f"s{number}"
        folder.mkdir(parents=True)
        (folder / "work.py").write_text(source)
    return root


def told_to_students(out: Path) -> dict[str, str]:
    """By submission, the words of all that its student may be handed."""
    junit = (out / "exports" / "junit.xml").read_text()
    suites = dict(re.findall(r'<testsuite name="([^"]+)"(.*?)</testsuite>', junit, re.S))
    found = {}
    for page in (out / "reports").glob("*.html"):
        words = re.sub(r"<style.*?</style>|<[^>]+>", " ", page.read_text(), flags=re.S)
        gradescope = (out / "exports" / "gradescope" / f"{page.stem}.json").read_text()
        found[page.stem] = "\n".join((words, gradescope, suites[page.stem]))
    return found


@pytest.fixture(scope="module", params=["none", "namespaces", "landlock"])
def graded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all of them were graded, with every file that a student may be handed."""
    if request.param != "none":
        try:
            verified_tier(request.param)
        except SandboxRefusal as refusal:
            pytest.skip(str(refusal))
    root = course(tmp_path_factory.mktemp("hidden"))
    formats = ("html", "csv", "json", "junit", "gradescope")
    options = Options(isolation=request.param, jobs=2, formats=formats)
    done = grade([root / "in"], root / "rubric.yaml", root / "out", options)
    assert not done.left
    return root / "out"


def test_no_page_tells_what_went_in(graded: Path) -> None:
    """Neither a word, nor a number, nor a count or code that stands for one, in any file."""
    told = told_to_students(graded)
    names = list(submissions())
    assert len(told) == len(names)
    signs = [WORD, "zebra7391", str(NUMBER), "2718", "718 x", "29 x", "27 MB", "exit code"]
    signs.append("signal")
    leaks = {
        names[int(page[1:])]: found
        for page, text in told.items()
        if (found := [sign for sign in signs if sign in text.replace(",", "")])
    }
    assert leaks == {}


def test_first_answers_stand_whatever_comes_after(graded: Path) -> None:
    """What was answered before hidden inputs went in keeps its mark and its words."""
    found = json.loads((graded / "results.json").read_text())
    for one in found["submissions"]:
        questions = {row["id"]: row for row in one["questions"]}
        for name in ("echo", "later"):
            assert (questions[name]["status"], WORD in str(questions[name])) == ("incorrect", False)
