"""Networks judged by what runs: the right one in many styles, wrong ones with one difference."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from grader.evidence import Answer, Evidence, Raised, Source
from grader.marks import Mark
from grader.questions.architecture import Architecture
from grader.questions.base import Given
from grader.sandbox.job import Ask, Code, Job
from grader.sandbox.process import ProcessLauncher
from grader.sandbox.supervise import collect
from grader.values import Opaque

MODULES = Path(__file__).parents[2] / "cases" / "architecture-modules" / "modules.py"
KERAS = Path(__file__).parents[2] / "cases" / "architecture-keras"
PYTORCH = Path(__file__).parents[2] / "cases" / "architecture-pytorch-source"
ASKED = {
    "kind": "architecture",
    "id": "net",
    "points": 1,
    "layers": (20, 128, 128, 128, 1),
    "activations": ("tanh", "tanh", "tanh", "sigmoid"),
}


def question(**more: object) -> Architecture:
    """The network of Homework 2."""
    return Architecture.model_validate({**ASKED, **more})


def marked(asked: Architecture, value: object) -> Mark:
    """The mark of one answer."""
    return asked.mark(Given({"": Answer(value)}))  # type: ignore[arg-type]


def expected_of(source: str) -> tuple[str, ...]:
    """The mistakes that a case's first line lists after `# mistakes:`."""
    first = source.split("\n", 1)[0]
    assert first.startswith("# mistakes:")
    return tuple(first.removeprefix("# mistakes:").split())


@pytest.fixture(scope="module")
def ran() -> Evidence:
    """Every class of the case file, asked for its summary in one child of the real program."""
    asks = tuple(_ask(row[0]) for row in VARIANTS)
    code = Code("module", "hw.py", ({"file": "hw.py"},))
    return collect(ProcessLauncher(), Job({"hw.py": MODULES.read_bytes()}, (code,), asks))


def _ask(name: str) -> Ask:
    (probe,) = question(name=name).probes()
    body = {
        "do": probe.do,
        "names": list(probe.names),
        "forms": ["module"],
        "arguments": [],
        "data": dict(probe.data),
    }
    return Ask(name, body)


VARIANTS: list[tuple[str, tuple[str, ...], str]] = [
    ("AsTaught", (), ""),
    ("Functional", (), ""),
    ("TorchFunctions", (), ""),
    ("TensorMethods", (), ""),
    ("sequential", (), ""),
    ("InLoop", (), ""),
    ("OwnWeights", (), ""),
    ("TanhByHand", (), ""),
    ("WithDropout", (), ""),
    ("Squeezed", (), ""),
    ("NeedsSizes", (), ""),
    ("make_network", (), ""),
    ("InPlace", (), ""),
    ("HalfPrecisionSafe", (), ""),
    ("ReluInTheMiddle", ("other_activation",), "ReLU after layer 2 where tanh was asked."),
    ("SaysTanhRunsRelu", ("other_activation",), "ReLU after layer 1 where tanh was asked."),
    ("NoSigmoid", ("missing_activation", "output_range"), "No activation after layer 4"),
    ("SoftmaxAtTheEnd", ("other_activation",), "Softmax after layer 4 where sigmoid was asked."),
    ("OneLayerLess", ("layer_count",), "3 dense layers where 4 were asked."),
    ("HalfAsWide", ("layer_size",), "Layer 2 has 64 outputs where 128 were asked."),
    ("OtherInputs", (), "does not take"),
    ("UnusedLayer", ("unused_layer",), "spare is defined but never used."),
    ("SharedLayer", ("parameter_count",), "middle is used more than once"),
    ("NoBias", ("bias",), "Layer 2 has no bias."),
    ("SkipConnection", ("other_activation",), "add of two branches"),
    ("WithBatchNorm", ("other_activation", "parameter_count"), "batch normalisation"),
    ("TwoOutputs", ("layer_size", "output_shape"), "Layer 4 has 2 outputs where 1 was asked."),
    ("TanhTwice", ("other_activation",), "Tanh then tanh after layer 1 where tanh was asked."),
    ("SigmoidFirst", ("extra_step",), "Sigmoid before layer 1 was not asked for."),
]


@pytest.mark.parametrize(("name", "mistakes", "said"), VARIANTS, ids=[row[0] for row in VARIANTS])
def test_modules_are_judged_by_what_runs(
    ran: Evidence, name: str, mistakes: tuple[str, ...], said: str
) -> None:
    """Style does not matter; one difference costs its own check and is named."""
    outcome = ran.outcomes[name]
    mark = question(name=name).mark(Given({"": outcome}))
    if name == "OtherInputs":
        assert mark.score == 0
        return
    assert mark.mistakes == mistakes, (mark.feedback, mark.read)
    assert (mark.score == 1) == (not mistakes)
    assert said in " ".join(mark.feedback)
    assert mark.score is not None
    assert mark.score > 0


def test_at_least_thirty_variants_are_judged() -> None:
    """Modules and texts together."""
    texts = [*KERAS.glob("*.py"), *PYTORCH.glob("*.py")]
    assert len(VARIANTS) + len(texts) >= 45


@pytest.mark.parametrize("case", sorted(KERAS.glob("*.py")), ids=lambda path: path.stem)
def test_keras_text_is_read_without_tensorflow(case: Path) -> None:
    """Sequential lists, `.add`, the functional API, loops and subclasses."""
    source = case.read_text(encoding="utf-8")
    mark = marked(question(framework="keras", form="source"), source)
    assert mark.mistakes == expected_of(source), (mark.feedback, mark.read)
    assert (mark.score == 1) == (not mark.mistakes)


@pytest.mark.parametrize("case", sorted(PYTORCH.glob("*.py")), ids=lambda path: path.stem)
def test_pytorch_text_is_read_where_it_cannot_run(case: Path) -> None:
    """The same verdicts from the text alone."""
    source = case.read_text(encoding="utf-8")
    mark = marked(question(framework="pytorch", form="source"), source)
    assert mark.mistakes == expected_of(source), (mark.feedback, mark.read)
    assert (mark.score == 1) == (not mark.mistakes)


@pytest.mark.parametrize("name", ["ASDClassifier", "Other"])
def test_a_class_that_cannot_run_is_read_instead(name: str) -> None:
    """Where torch is not there the text is judged; a name that is nowhere stays missing."""
    text = (PYTORCH / "as_taught.py").read_text(encoding="utf-8")
    source = text.replace("import torch\n", "import no_such_library as torch\n")
    code = Code("module", "hw.py", ({"file": "hw.py"},))
    found = collect(ProcessLauncher(), Job({"hw.py": source.encode()}, (code,), (_ask(name),)))
    mark = question(name=name).mark(Given({"": found.outcomes[name]}))
    assert mark.score == (1 if name == "ASDClassifier" else 0)
    assert mark.source is None or mark.source.line == 6


def test_a_forged_summary_is_not_believed(ran: Evidence) -> None:
    """An output that does not follow from the weights and the steps earns nothing."""
    outcome = ran.outcomes["AsTaught"]
    assert isinstance(outcome, Answer)
    assert isinstance(outcome.value, dict)
    forged = {**outcome.value, "value": [[0.25]] * 6}
    mark = marked(question(name="AsTaught"), forged)
    assert mark.score == 0
    assert "does not follow" in mark.feedback[0]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "Nothing is written"),
        ("x = = 1", "does not read as Python code (line 1"),
        ("(" * 100, "nests more deeply"),
        ("-" * 5000 + "1", "nests more deeply"),
        ("a" * 40_000, "longer than"),
        ("while True:\n  pass\nfor i in range(1000000000):\n  pass", "far more than"),
        ("def f():\n  return f()\nf()", "no model"),
        (Opaque("sklearn.MLPClassifier", ""), "not source text"),
        ([1, 2], "not source text"),
        (None, "not source text"),
    ],
    ids=[
        "empty",
        "broken",
        "brackets",
        "chain",
        "long",
        "loop",
        "recursion",
        "object",
        "list",
        "none",
    ],
)
def test_what_is_no_model_is_told_why(value: object, said: str) -> None:
    """Each way to hand in no model has its own sentence, and none is an exception."""
    mark = marked(question(form="source"), value)
    assert mark.score == 0
    assert said in mark.feedback[0]


@pytest.mark.parametrize(
    "summary",
    [
        {"steps": []},
        {
            "steps": [["aten::mm", [["v", 9]], {}, 1]],
            "parameters": {},
            "trainable": [],
            "value": [],
            "output": ["v", 1],
        },
        {"steps": "x", "parameters": {}, "trainable": [], "value": [[1.0]], "output": ["v", 0]},
        {"steps": [], "parameters": {"a": None}, "trainable": ["b"], "value": 3, "output": 3},
    ],
)
def test_malformed_summaries_are_an_answer_without_a_network(summary: dict[str, object]) -> None:
    """Hostile data never raises."""
    mark = marked(question(), summary)
    assert mark.score == 0
    assert mark.feedback


def test_shares_decide_what_each_check_is_worth() -> None:
    """A rubric may put all points on one check."""
    asked = question(form="source", shares={"activations": Fraction(1)})
    text = "m = Sequential([Dense(3, 'relu', input_dim=20), Dense(1, 'sigmoid')])"
    assert marked(asked, text.replace("relu", "tanh")).score == 1
    assert marked(asked, text).score == 0


def test_mistakes_of_the_rubric_are_told() -> None:
    """Activations that do not fit the layers, shares that do not add up."""
    wrong = question(activations=("tanh",), shares={"sizes": Fraction(1, 2)})
    assert [path for path, _ in wrong.problems()] == ["activations", "shares"]


def test_a_name_that_holds_no_network_is_said_plainly() -> None:
    """Our own exception is not told as one that the student's code raised."""
    raised = Raised("TypeError", "this is Everything, not a torch module", Source("module", "a.py"))
    found = question(name="Net").mark(Given({"": raised}))
    assert found.score == 0 and found.source is not None
    assert "is Everything, not a torch module. Expected: a network" in found.feedback[0]
    assert "raised" not in found.feedback[0]
