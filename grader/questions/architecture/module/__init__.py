"""Recomputes what a torch module did from its recorded operations and weights, and reads off its
layers.

A layer is what ran: a matrix product with fixed numbers is a dense layer, and whatever acts on
single numbers between two dense layers is named by its values (so `2 * sigmoid(2 x) - 1` is tanh).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from grader.questions.architecture.module.cost import MAX_CELLS, MAX_WORK, plain_number, work_of
from grader.questions.architecture.module.layers import layer_of
from grader.questions.architecture.module.operations import (
    ELEMENTWISE,
    NORMS,
    PRODUCTS,
    RESHAPES,
    ROWWISE,
    Unsupported,
    compute,
)
from grader.questions.architecture.module.steps import Step, Unreadable, live, numbers_in, steps_of
from grader.questions.architecture.network import (
    ACTIVATIONS,
    Kind,
    Layer,
    Network,
    canonical,
    of_axis,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

CLOSE = 1e-3
"""How far a recomputed output may be from the reported one: single precision, several layers."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A computed result. `base` is the layer's result it was made from one number at a time, None
    for fixed numbers; `trail` are the steps since then.
    """

    value: Numbers
    base: int | None = None
    trail: tuple[Step, ...] = ()


def network_of(summary: Any, inputs: Numbers) -> Network:
    """The network that a module summary describes, `inputs` being what it was run on.

    Raises `Unreadable` for a summary that is not of the recorder's form.
    """
    import numpy as np

    try:
        with np.errstate(all="ignore"):
            return _Reader(summary, inputs).network()
    except Unreadable:
        raise
    except (
        LookupError, TypeError, ValueError, AttributeError, ArithmeticError, MemoryError
    ) as error:  # fmt: skip
        reason = f"the module's summary cannot be read ({type(error).__name__})"
        raise Unreadable(reason) from None


class _Reader:
    """Walks the live operations once, computing and naming them."""

    def __init__(self, summary: Mapping[str, Any], inputs: Numbers) -> None:
        self.parameters = {str(k): numbers_in(v) for k, v in summary["parameters"].items()}
        self.trainable = [str(name) for name in summary["trainable"]]
        self.reported = numbers_in(summary["value"])
        self.output = summary["output"]
        self.known: dict[int, _Known] = {0: _Known(inputs, base=0)}
        self.layers: list[Layer] = []
        self.work, self.cells = MAX_WORK, 0
        self.weights: list[frozenset[str]] = []
        self.origin: dict[int, frozenset[str]] = {}
        self.named: set[int] = set()
        steps = steps_of(summary["steps"])
        self.live = live(steps, self.output)
        dead = {step.first for step in steps} - {step.first for step in self.live}
        self.changed = any(step.in_place and step.first in dead for step in steps)
        """Whether part of a tensor was changed, of which the operations after it do not tell."""

    def network(self) -> Network:
        """The layers in order, and whether the reported output follows from them."""
        problem = ""
        try:
            for step in self.live:
                self.advance(step)
            last = self.known[self.output[1]]
            self.note_trail(last)
            if self.changed and not _same(last.value, self.reported):
                self.layers.insert(0, Layer("other", "an unknown operation (a change in place)"))
            elif not _same(last.value, self.reported):
                problem = "the reported output does not follow from the reported layers and weights"
        except Unsupported as what:
            self.layers.append(Layer("other", f"an unknown operation ({what})"))
        unused = self.unused()
        sizes = [self.parameters[n].size for n in self.trainable if _owner(n) not in unused]
        shared = [a & b for i, a in enumerate(self.weights) for b in self.weights[:i]]
        names = sorted({_owner(name) for both in shared for name in both})
        return Network(
            layers=tuple(self.layers),
            parameters=sum(sizes),
            unused=unused,
            shape=self.reported.shape[1:],
            low=float(self.reported.min()),
            high=float(self.reported.max()),
            problems=(problem,) if problem else (),
            notes=tuple(f"{name} is used more than once" for name in names),
        )

    def unused(self) -> tuple[str, ...]:
        """Modules (or bare parameters) none of whose weights reach the output."""
        used = {name for step in self.live for name in step.references("p")}
        owners: dict[str, bool] = {}
        for name in self.trainable:
            owner = _owner(name)
            owners[owner] = owners.get(owner, False) or name in used
        return tuple(owner for owner, is_used in owners.items() if not is_used)

    def resolve(self, item: Any) -> Any:
        """An argument with its numbers filled in."""
        if not (isinstance(item, list) and len(item) == 2):
            return plain_number(item)
        kind, content = item
        if kind == "v":
            return self.known[content].value
        if kind == "p":
            return self.parameters[content]
        if kind == "c":
            return numbers_in(content)
        if kind == "l":
            return [self.resolve(part) for part in content]
        raise Unreadable("an operation was given something that the recorder never writes")

    def compute(self, name: str, given: list[Any], named: dict[str, Any]) -> list[Numbers]:
        """The results of one operation, while there is work left that may be done."""
        self.work -= work_of(name, (*given, *named.values()))
        if self.work < 0:
            raise Unreadable("the module takes too many steps to recompute")
        return compute(name, given, named)

    def advance(self, step: Step) -> None:
        """Compute one step and note the layer, if any, that it is."""
        given = [self.resolve(item) for item in step.arguments]
        named = {key: self.resolve(item) for key, item in step.named.items()}
        data = [
            self.known[n] for n in sorted(step.references("v")) if self.known[n].base is not None
        ]
        results = self.compute(step.name, given, named)
        self.cells += sum(result.size for result in results)
        if self.cells > MAX_CELLS:
            raise Unreadable("the module's results are too large to recompute")
        names = frozenset(step.references("p")).union(
            *(self.origin.get(n, frozenset()) for n in step.references("v"))
        )
        base, trail = self.place(step, data, given, names) if data else (None, ())
        for offset, value in enumerate(results):
            self.known[step.first + offset] = _Known(value, base, trail)
            self.origin[step.first + offset] = frozenset() if data else names

    def place(
        self, step: Step, data: list[_Known], given: list[Any], names: frozenset[str]
    ) -> tuple[int, tuple[Step, ...]]:
        """Which layer's result this step's result belongs to, and the steps since then."""
        one = data[0]
        assert one.base is not None
        alike = len({item.base for item in data}) == 1
        trail = tuple(
            dict(sorted({s.first: s for item in data for s in item.trail}.items())).values()
        )
        acts = step.name in ELEMENTWISE or step.name in ROWWISE
        if step.name in RESHAPES or (alike and acts and not names):
            return one.base, (*trail, step)
        if step.name == "add" and alike and names and self.takes_bias(one, trail):
            self.layers[-1] = replace(self.layers[-1], bias=True)
            self.weights[-1] |= names
            return step.first, ()
        for item in data:
            self.note_trail(item)
        if step.name in PRODUCTS and len(data) == 1:
            self.layers.append(_dense(step, given, one.value))
            self.weights.append(names)
        elif (layer := layer_of(step.name, given, one.value)) is not None:
            self.layers.append(layer)
        elif not alike:
            kind: Kind = "residual" if step.name == "add" else "other"
            self.layers.append(Layer(kind, f"{step.name} of two branches"))
        else:
            named = "prelu" if step.name == "_prelu_kernel" else f"{step.name} with weights"
            said = NORMS.get(step.name, named)
            self.layers.append(Layer("norm" if "norm" in step.name else "other", said))
        return step.first, ()

    def takes_bias(self, one: _Known, trail: Sequence[Step]) -> bool:
        """Whether fixed numbers added to `one` are the bias of the dense layer just before."""
        last = self.layers[-1] if self.layers else Layer("other")
        plain = all(step.name in RESHAPES for step in trail)
        return plain and one.base != 0 and last.kind == "dense" and not last.bias

    def note_trail(self, one: _Known) -> None:
        """Name what happened to single numbers since the last layer."""
        assert one.base is not None
        acting = [step for step in one.trail if step.name not in RESHAPES]
        if not acting or acting[-1].first in self.named:
            return
        self.named.add(acting[-1].first)
        names = [self.plain_name(step) for step in acting]
        if all(name is not None for name in names):
            self.layers += [Layer("activation", str(name)) for name in names]
            return
        width = self.known[one.base].value.shape[-1]
        name = _by_values(one, self, width)
        said = ", ".join(step.name.strip("_") for step in acting)
        if name is None and any(step.name in ROWWISE for step in acting):
            self.layers.append(Layer("other", said))
        elif name != "linear":
            self.layers.append(Layer("activation", name or f"an unknown function ({said})"))

    def plain_name(self, step: Step) -> str | None:
        """The activation that one operation is by itself, None where it is none."""
        if step.name not in ("_softmax", "_log_softmax"):
            return _plain_name(step)
        data = self.known[step.arguments[0][1]].value
        axis = step.arguments[1] % data.ndim if data.ndim > 1 else -1
        return of_axis(step.name[1:], axis)


def _owner(name: str) -> str:
    return name.rpartition(".")[0] or name


def _dense(step: Step, given: list[Any], data: Numbers) -> Layer:
    tensors = [item for item in given if hasattr(item, "shape")]
    left, right = tensors[1:3] if step.name in {"addmm", "addmv"} else tensors[:2]
    weight = left if right is data else right
    inputs, outputs = weight.shape[-2:] if weight.ndim > 1 else (weight.shape[0], 1)
    if weight is left or step.name == "linear":
        inputs, outputs = outputs, inputs
    bias = step.name in {"addmm", "addmv"} or (step.name == "linear" and len(tensors) > 2)
    return Layer("dense", "dense", int(inputs), int(outputs), bias)


def _plain_name(step: Step) -> str | None:
    """The activation that one operation is by itself, None where that depends on its numbers."""
    if step.name == "elu":
        return "elu" if len(step.arguments) < 3 else None
    if step.name == "leaky_relu" and step.arguments[1:] not in ([], [0.01]):
        return "leaky_relu"
    if step.name in {"hardtanh", "pow", "softplus", "clamp"} and len(step.arguments) > 1:
        return None
    name = {"log_sigmoid_forward": "log_sigmoid"}.get(step.name, canonical(step.name))
    return name if name in ACTIVATIONS else None


def _by_values(one: _Known, reader: _Reader, width: int) -> str | None:
    """The known activation with the values of a whole trail: of single numbers from -4 to 4, or of
    the numbers of a row.
    """
    import numpy as np

    if any(step.name in ROWWISE for step in one.trail):
        rows = np.random.default_rng(7).normal(0, 1.5, (41, width))
        result = _after_trail(one, reader, rows)
        for name, axis in ((name, axis) for name in ("softmax", "log_softmax") for axis in (1, 0)):
            expected = reader.compute(f"_{name}", [rows, axis], {})[0]
            if np.shape(result) == rows.shape and np.allclose(result, expected, rtol=1e-4):
                return of_axis(name, axis)
        return None
    grid = np.linspace(-4, 4, 41)
    result = _after_trail(one, reader, np.repeat(grid[:, None], width, axis=1))
    if np.shape(result) != (len(grid), width):
        return None
    for name, function in ACTIVATIONS.items():
        expected = np.array([function(x) for x in grid.tolist()])[:, None]
        if np.allclose(result, expected, rtol=1e-6, atol=1e-7):
            return name
    return None


def _after_trail(one: _Known, reader: _Reader, rows: Numbers) -> Numbers:
    """What the steps of a trail make of other rows."""
    if rows.size > MAX_CELLS:
        raise Unreadable("the module's results are too large to recompute")
    known = {one.base: rows}

    def resolve(item: Any) -> Any:
        if isinstance(item, list) and len(item) == 2 and item[0] == "v" and item[1] in known:
            return known[item[1]]
        return reader.resolve(item)

    result = rows
    for step in one.trail:
        given = [resolve(item) for item in step.arguments]
        if step.name in RESHAPES:
            result = given[0]
        else:
            named = {key: resolve(item) for key, item in step.named.items()}
            result = reader.compute(step.name, given, named)[0]
        known[step.first] = result
    return result


def _same(found: Numbers, reported: Numbers) -> bool:
    import numpy as np

    return found.shape == reported.shape and np.allclose(
        found, reported, rtol=CLOSE, atol=CLOSE, equal_nan=True
    )
