"""What differs between a network and the one that was asked for."""

from __future__ import annotations

from typing import Any

from grader.questions.mistake import Example, Known, MistakeTable

QUESTION = {
    "id": "p2.pytorch",
    "kind": "architecture",
    "points": 1,
    "name": "NET",
    "form": "source",
    "layers": [4, 8, 8, 1],
    "activations": ["tanh", "tanh", "sigmoid"],
}
_CHECK = "its check"


def _text(*layers: str) -> str:
    """The source of a PyTorch network of these layers."""
    return f"NET = nn.Sequential({', '.join(layers)})"


_IN, _IN_TANH = "nn.Linear(4, 8)", "nn.Tanh()"
_MIDDLE, _OUT = ("nn.Linear(8, 8)", "nn.Tanh()"), ("nn.Linear(8, 1)", "nn.Sigmoid()")


def _known(name: str, says: str | dict[str, str], answer: str, **asked: Any) -> Known:
    return Known(name, says, Example(answer, asked), costs=_CHECK)


MISTAKES = MistakeTable(
    QUESTION,
    (
        _known(
            "layer_count",
            "{are} {number} {layers} where {asked} were asked.",
            _text(_IN, _IN_TANH, *_OUT),
        ),
        _known(
            "input_size",
            {
                "": "The network takes {number} inputs where {asked} asked.",
                "unsaid": "The text does not say that there are {asked} inputs.",
            },
            _text("nn.Linear(5, 8)", _IN_TANH, *_MIDDLE, *_OUT),
        ),
        _known(
            "layer_size",
            "Layer {layer} has {outputs} where {asked} asked.",
            _text("nn.Linear(4, 9)", _IN_TANH, "nn.Linear(9, 8)", "nn.Tanh()", *_OUT),
        ),
        _known(
            "extra_step",
            "{steps} before layer 1 was not asked for.",
            _text("nn.Tanh()", _IN, _IN_TANH, *_MIDDLE, *_OUT),
        ),
        _known(
            "missing_activation",
            "{steps} after layer {layer} where {asked} was asked.",
            _text(_IN, *_MIDDLE, *_OUT),
        ),
        _known(
            "other_activation",
            "{steps} after layer {layer} where {asked} was asked.",
            _text(_IN, "nn.ReLU()", *_MIDDLE, *_OUT),
        ),
        _known(
            "output_shape",
            {
                "": "Each row gives an output of shape {shape} where {asked} was asked.",
                "number": "Each row gives one number where {asked} asked.",
            },
            _text(_IN, _IN_TANH, *_MIDDLE, "nn.Linear(8, 2)", "nn.Sigmoid()"),
        ),
        _known(
            "output_range",
            {
                "": "Outputs are not limited to {asked}.",
                "seen": "Outputs run from {found}, outside {asked}.",
            },
            _text(_IN, _IN_TANH, *_MIDDLE, "nn.Linear(8, 1)"),
        ),
        _known(
            "other_loss",
            {
                "": "It ends with {end}, and {loss} takes logarithms of probabilities.",
                "twice": "It ends with {end}, which {loss} applies again: that takes logits.",
                "bare": "It ends with {end}, and {loss} takes probabilities.",
            },
            _text(_IN, _IN_TANH, *_MIDDLE, *_OUT) + "\nloss = nn.BCEWithLogitsLoss()",
            with_loss=True,
        ),
        _known(
            "other_step",
            {
                "": "{found} stands where {asked} was asked.",
                "ends": "The network ends after {found} where {asked} was asked.",
                "size": "{found} has {asked} asked.",
            },
            _text(_IN, "nn.ReLU()", _OUT[0], _OUT[1]),
            layers=None,
            activations=None,
            steps=[{"dense": 8}, "tanh", {"dense": 1}, "sigmoid"],
        ),
        _known(
            "budget",
            "The network has {number} parameters where {asked} asked.",
            _text(_IN, _IN_TANH, *_MIDDLE, *_OUT),
            parameters={"most": 100},
        ),
        _known(
            "bias",
            {"": "Layer {layer} has no bias.", "has": "Layer {layer} has a bias."},
            _text("nn.Linear(4, 8, bias=False)", _IN_TANH, *_MIDDLE, *_OUT),
        ),
        _known(
            "parameter_count",
            {
                "": "The network has {number} parameters where {expected} were expected{notes}.",
                "untold": "The number of parameters cannot be told from the text.",
            },
            "shared = nn.Linear(8, 8)\n"
            + _text(_IN, _IN_TANH, "shared", "nn.Tanh()", "shared", "nn.Tanh()", *_OUT),
            layers=[4, 8, 8, 8, 1],
            activations=["tanh", "tanh", "tanh", "sigmoid"],
        ),
        _known(
            "unused_layer",
            "{name} is defined but never used.",
            "class NET(nn.Module):\n"
            "    def __init__(self):\n"
            "        super().__init__()\n"
            "        self.a, self.b = nn.Linear(4, 8), nn.Linear(8, 8)\n"
            "        self.c, self.spare = nn.Linear(8, 1), nn.Linear(8, 8)\n"
            "    def forward(self, x):\n"
            "        x = torch.tanh(self.b(torch.tanh(self.a(x))))\n"
            "        return torch.sigmoid(self.c(x))",
        ),
    ),
)
