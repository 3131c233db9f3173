"""Networks of any layers, compared step by step: repeated groups, alternatives, sizes, budgets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from grader.evidence import Answer, Raised, Source
from grader.marks import Mark
from grader.questions.architecture import Architecture
from grader.questions.base import Given

CNN = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1, self.c2 = nn.Conv2d(1, 8, kernel_size=(3, 3)), nn.Conv2d(8, {channels}, 3)
        self.pool, self.drop = nn.MaxPool2d(2), nn.Dropout(0.5)
        self.out = nn.Linear({flat}, 10)
    def forward(self, x):
        x = self.pool(F.relu(self.c1(x)))
        x = self.pool({second}(self.c2(x)))
        x = self.drop(torch.flatten(x, 1))
        return {end}
"""
KERAS = """
model = keras.Sequential([
    keras.Input((28, 28, 1)),
    layers.Conv2D(8, 3, activation="relu"), layers.MaxPooling2D(),
    layers.Conv2D(16, 3, activation="relu"), layers.MaxPooling2D(),
    layers.Flatten(), layers.Dropout(0.5), layers.Dense(10, activation="softmax"),
])
"""
STEPS = [
    {"repeat": [{"conv": "any", "kernel": 3}, ["relu", "gelu"], {"pool": "max"}],
     "times": {"least": 2}},
    "flatten", {"dense": 10}, ["softmax", "log_softmax"],
]  # fmt: skip


def cnn(**words: Any) -> str:
    """The source of a network with two convolutions."""
    end = "F.log_softmax(self.out(x), 1)"
    usual = {"channels": 16, "flat": 400, "second": "F.relu", "end": end}
    return CNN.format(**{**usual, **words})


def question(**fields: Any) -> Architecture:
    """A question of ten points about a text."""
    usual = {"kind": "architecture", "id": "n", "points": 10, "name": "Net", "form": "source"}
    return Architecture.model_validate_json(json.dumps({**usual, **fields}))


def marked(asked: Architecture, text: Any) -> Mark:
    """The mark of a text; the rubric has no mistake."""
    assert asked.problems() == []
    return asked.mark(Given({"": Answer(text)}))


@pytest.mark.parametrize(
    "text",
    [
        cnn(),
        cnn(second="torch.nn.functional.gelu", channels=64),
        cnn(end="self.out(x).softmax(dim=1)"),
        KERAS,
        KERAS.replace("Conv2D(8, 3", "Conv2D(filters=8, kernel_size=(3, 3)"),
    ],
)
def test_any_network_that_follows_the_steps_is_full(text: str) -> None:
    """Sizes are free where the rubric says so; log-softmax is as good as softmax; dropout may be
    anywhere.
    """
    assert marked(question(steps=STEPS), text).score == 10


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (cnn(end="self.out(x)"), "The network ends after a dense layer where softmax"),
        (cnn(second="torch.sigmoid"), "Sigmoid after a convolution stands where ReLU or GELU"),
        (cnn().replace("nn.Linear(400, 10)", "nn.Linear(400, 11)"), "Dense layer 1 has 11 outputs"),
        (cnn().replace("(3, 3)", "5"), "Convolution 1 has a kernel of 5 where 3 were asked"),
        (cnn().replace("x = self.pool(F.relu(self.c2(x)))\n", "\n"), "where a convolution was"),
        (KERAS.replace("MaxPooling2D", "AveragePooling2D"), "where max pooling was asked"),
    ],
)  # fmt: skip
def test_what_differs_is_named_where_it_stands(text: str, said: str) -> None:
    """Never full, and one sentence says what is there and what was asked."""
    found = marked(question(steps=STEPS), text)
    assert found.status in ("partial", "incorrect") and said in " ".join(found.feedback)


def test_hidden_layers_may_be_as_many_as_the_rubric_says() -> None:
    """At least two hidden layers, each of at least eight units with the same activation."""
    layers = [4, {"least": 8, "times": {"least": 2, "most": 3}}, 3]
    asked = question(layers=layers, activations=["relu", "softmax"])

    def net(*sizes: int) -> str:
        rows = [f"Dense({size}, 'relu')" for size in sizes]
        return f"Net = Sequential([Input((4,)), {', '.join(rows)}, Dense(3, 'softmax')])"

    assert marked(asked, net(8, 9)).score == 10
    assert marked(asked, net(8, 9, 10)).score == 10
    few, many = marked(asked, net(8)), marked(asked, net(8, 8, 8, 8))
    assert "There are 2 dense layers where 3 to 4 were asked." in few.feedback
    assert "There are 5 dense layers where 3 to 4 were asked." in many.feedback
    assert "Layer 2 has 7 outputs where at least 8 were asked." in marked(asked, net(8, 7)).feedback
    tanh = marked(asked, net(8, 9).replace("Dense(9, 'relu')", "Dense(9, 'tanh')"))
    assert tanh.feedback == ("Tanh after layer 2 where ReLU was asked.",)


def test_parameters_have_a_budget() -> None:
    """A network that is larger loses that check alone."""
    sizes = {"layers": [4, "any", 3], "activations": ["relu", "softmax"]}
    asked = question(**sizes, parameters={"most": 100})
    text = "Net = Sequential([Input((4,)), Dense({}, 'relu'), Dense(3, 'softmax')])"
    assert marked(asked, text.format(8)).score == 10
    large = marked(asked, text.format(20))
    assert large.score == 9 and large.mistakes == ("budget",)
    assert large.feedback == ("The network has 163 parameters where at most 100 were asked.",)


def test_recurrent_layers_and_tokens() -> None:
    """An embedding, an LSTM or a GRU of some units, a dense layer; the outputs of a tuple too."""
    recurrent = {"recurrent": "any", "units": {"least": 16}}
    asked = question(steps=[{"embedding": 16}, recurrent, {"dense": 1}, "sigmoid"])
    end = "Dense(1, activation='sigmoid')"
    text = f"m = Sequential([Input((9,)), Embedding(100, 16), LSTM(32), {end}])"
    assert marked(asked, text).score == 10
    few = marked(asked, text.replace("LSTM(32)", "GRU(8)"))
    assert "Recurrent layer 1 has 8 units where at least 16 were asked." in few.feedback
    lstm = question(steps=[{"embedding": "any"}, "lstm", "dense", "sigmoid"])
    other = marked(lstm, text.replace("LSTM", "GRU"))
    assert "A GRU after an embedding stands where an LSTM was asked." in other.feedback


def test_skip_connections_are_steps() -> None:
    """Of the functional API and of a plus in forward."""
    asked = question(
        steps=[{"dense": 8}, "relu", {"dense": 8}, {"residual": "any"}, {"dense": 3}, "softmax"]
    )
    text = (
        "i = Input((8,))\nx = Dense(8, activation='relu')(i)\ny = Dense(8)(x)\n"
        "z = Add()([x, y])\nNet = Model(i, Dense(3, activation='softmax')(z))"
    )
    assert marked(asked, text).score == 10
    assert marked(asked, text.replace("Add()([x, y])", "x + y")).score == 10
    plain = marked(asked, text.replace("Add()([x, y])", "y"))
    assert "where a skip connection was asked" in " ".join(plain.feedback)


PRODUCT = "mat1 and mat2 shapes cannot be multiplied"
MISFITS = [
    (f"{PRODUCT} (6x20 and 10x8)", "The network takes 10 inputs, 20 were asked"),
    (f"{PRODUCT} (6x8 and 9x3)", "A dense layer takes 9 inputs and is given 8"),
]


@pytest.mark.parametrize(("message", "said"), MISFITS)
def test_other_inputs_are_named_in_words(message: str, said: str) -> None:
    """Torch's own error is not what a student reads."""
    asked = question(form="module", layers=[20, 8, 3], activations=["relu", "softmax"])
    raised = Raised("RuntimeError", message, Source("module", "hw.py", 7))
    found = asked.mark(Given({"": raised}))
    assert found.score == 0 and found.mistakes == ("input_size",)
    assert said in found.feedback[0] and "mat1" not in found.feedback[0]
    assert "hw.py, line 7" in found.feedback[0]


def test_channels_and_steps_of_inputs_are_named() -> None:
    """Of convolutions and recurrent layers; anything else stays an exception."""
    asked = question(form="module", steps=["conv", "dense"], input=[3, 8, 8])
    raised = (
        "Given groups=1, weight of size [4, 1, 3, 3], expected input[6, 3, 8, 8] to have 1 "
        "channels, but got 3 channels instead"
    )
    found = asked.mark(Given({"": Raised("RuntimeError", raised)}))
    assert found.feedback[0].startswith("The network takes 1 channel, 3 were asked.")
    series = question(form="module", steps=["lstm", "dense"], input=[5, 4])
    raised = "input.size(-1) must be equal to input_size. Expected 3, got 4"
    found = series.mark(Given({"": Raised("RuntimeError", raised)}))
    assert found.feedback[0].startswith("The network takes 3 numbers at each step, 4 were asked.")
    other = asked.mark(Given({"": Raised("ValueError", "something else")}))
    assert other.feedback[0].startswith("Your code raised ValueError")


def test_what_is_not_understood_goes_to_a_person() -> None:
    """A text of a model that cannot be read, an activation of the student's own; no zero, no full
    marks. A text about something else is no network.
    """
    asked = question(layers=[4, 8, 3], activations=["relu", "softmax"])
    broken = "Net = Sequential([Dense(8, 'relu'), Dense(3 'softmax')"
    assert marked(asked, broken).status == "awaiting"
    own = "Net = Sequential([Input((4,)), Dense(8, mystery), Dense(3, 'softmax')])"
    assert marked(asked, own).status == "awaiting"
    assert marked(asked, "I do not know.").status == "incorrect"
    assert marked(asked, "").status == "missing"


def test_an_instructors_own_mistake_is_a_network() -> None:
    """Written as the question writes networks, recognised in what was found."""
    known = {
        "answer": {"activations": ["relu", "linear"]}, "points": 6,
        "say": "These are logits: the softmax is missing.",
    }  # fmt: skip
    asked = question(layers=[4, 8, 3], activations=["relu", "softmax"], mistakes=[known])
    found = marked(asked, "Net = Sequential([Input((4,)), Dense(8, 'relu'), Dense(3)])")
    assert found.score == 6 and found.mistakes == ("these_are_logits_the_softmax_is",)
    assert "the softmax is missing" in found.feedback[0]


@pytest.mark.parametrize(
    ("fields", "path", "said"),
    [
        ({}, "layers", "write layers with activations, or steps"),
        ({"steps": ["relu"], "activations": ["relu"]}, "activations", "leave out layers and"),
        ({"steps": ["rleu"]}, "steps.0", "no layer and no activation 'rleu'"),
        ({"steps": [[]]}, "steps.0", "write at least one activation"),
        ({"steps": [{"conv": 3, "pool": "max"}]}, "steps.0", "here is conv and pool"),
        ({"steps": [{"kernel": 3}]}, "steps.0", "here is none"),
        ({"steps": [{"dense": 3, "kernel": 3}]}, "steps.0.kernel", "only a convolution and a pool"),
        ({"steps": [{"dense": 3, "units": 3}]}, "steps.0.units", "write dense: SIZE"),
        ({"steps": [{"dense": 3, "times": {}}]}, "steps.0.times", "only steps under repeat"),
        ({"steps": [{"repeat": []}]}, "steps.0.repeat", "write at least one step"),
        (
            {"steps": [{"repeat": ["dense"], "times": {"least": 3, "most": 2}}]},
            "steps.0.times",
            "exchange them",
        ),
        ({"steps": [{"repeat": ["dnse"]}]}, "steps.0.repeat.0", "no activation 'dnse'"),
        ({"steps": ["dense"], "form": "module"}, "input", "write the shape of one row"),
        ({"steps": ["dense"], "parameters": {}}, "parameters", "write least, most or both"),
    ],
)
def test_what_does_not_fit_together_is_the_rubrics_mistake(
    fields: dict[str, Any], path: str, said: str
) -> None:
    """Each with the field that it is about."""
    found = question(**fields).problems()
    assert [place for place, _ in found] == [path]
    assert said in found[0][1]


def test_a_size_that_is_repeated_is_a_hidden_one() -> None:
    """Neither the input nor the output, and only one of them."""
    again = {"times": {"least": 2}}
    asked = question(layers=[3, again, again, again], activations=["relu"] * 3)
    assert [path for path, _ in asked.problems()] == ["layers.2", "layers.3"]
