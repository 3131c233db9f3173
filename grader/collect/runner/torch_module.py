"""Runs a student's torch module once and says which operations ran, with its weights and its
output.

Operations are recorded below every way of writing them (`nn.Tanh()`, `F.tanh`, `x.tanh()`), so only
what runs counts. Marking recomputes the output from them and believes none of it otherwise.
"""

import inspect
import os
import sys

from called import own_calls
from stand_ins.absent import Lost, is_absent, lost_of

MAX_STEPS = 2000
MAX_NUMBERS = 20000000
WHOLE = (
    "lstm", "gru", "rnn_tanh", "rnn_relu", "multi_head_attention_forward",
    "scaled_dot_product_attention", "dropout",
)  # fmt: skip
"""Functions of torch that are one layer, whatever operations they run."""
OTHER_LIBRARIES = ("sklearn", "keras", "tensorflow", "jax", "flax", "haiku", "skorch", "xgboost")
"""Whose networks are no torch modules."""


def answer(target, probe, form, name):
    """The trace of one run: `parameters` by name, `steps` in order, `output` and `value`.

    A step is [operation, arguments, number of results]; an argument is ["v", result number], ["p",
    parameter name], ["c", constant] or ["l", list of arguments]; anything else is plain. Result 0
    is the input.
    """
    import torch

    data = probe["data"]
    model = build(torch, target, data.get("arguments") or [[]], form, name)
    model.eval()
    names = {}
    for name, value in list(model.named_parameters()) + list(model.named_buffers()):
        names.setdefault(id(value), (name, value))
    kind = next((v.dtype for _, v in names.values() if v.is_floating_point()), torch.float32)
    x = torch.as_tensor(data["inputs"])
    x = x.long() if data.get("tokens") else x.to(kind)
    if any(torch.nn.parameter.is_lazy(value) for _, value in names.values()):
        with torch.no_grad():
            model(x)  # its sizes come of what goes in
    if sum(value.numel() for _, value in names.values()) > MAX_NUMBERS:
        raise ValueError("the module has more than %d weights" % MAX_NUMBERS)
    weights = {name: value.detach().clone() for name, value in names.values()}
    tape = recorder(torch)(torch, x, names)
    with torch.no_grad(), tape, wholes(torch)(tape):
        output = model(x)
    if isinstance(output, dict):
        output = list(output.values())
    if isinstance(output, (tuple, list)) and len(output) == 1:
        output = output[0]
    if isinstance(output, (tuple, list)) and any(isinstance(i, torch.Tensor) for i in output):
        said = "forward returned %d things, and which is asked is not said"
        raise Lost("name", said % len(output))
    if not isinstance(output, torch.Tensor):
        raise TypeError("forward returned %s, not a tensor" % type(output).__name__)
    return {
        "class": type(model).__name__,
        "modules": [[name, type(part).__name__] for name, part in model.named_modules() if name][
            :500
        ],
        "trainable": [
            name for name, value in names.values() if isinstance(value, torch.nn.Parameter)
        ],
        "parameters": weights,
        "steps": tape.steps,
        "output": tape.argument(output),
        "value": output,
    }


def every(forms, probe):
    """(form, name, thing) of all networks that the code left: its classes and modules of them.

    A class that a library defines is none of its own.
    """
    torch = sys.modules.get("torch")
    if torch is None or not isinstance(getattr(torch, "nn", None), type(sys)):
        return
    here = os.getcwd() + os.sep
    order = probe["forms"]
    for form in sorted((f for f in forms if f.name in order), key=lambda f: order.index(f.name)):
        for name, thing in form.values.items():
            if isinstance(thing, torch.nn.Module):
                yield form, name, thing
            elif isinstance(thing, type) and issubclass(thing, torch.nn.Module):
                home = sys.modules.get(thing.__module__)
                file = getattr(home, "__file__", None) or ""
                if thing.__module__ == form.module.__name__ or file.startswith(here):
                    yield form, name, thing


def build(torch, target, choices, form, name):
    """The module itself, or one made by a class or function, with the first arguments that fit.

    Where none do, the module counts that the code made of it, or the arguments of its own call.
    """
    if isinstance(target, torch.nn.Module):
        return target
    _refuse_what_is_unread(torch, target)
    if not callable(target):
        raise TypeError("this is %s, not a torch module" % type(target).__name__)
    rows = [([], one) if isinstance(one, dict) else (one, {}) for one in choices]
    if not any(own_calls.takes(target, *listed, **named) for listed, named in rows):
        made = own_calls.made(form, target)
        if made is not None:
            return made
        rows = own_calls.calls(form, name)
    for listed, named in rows:
        try:
            inspect.signature(target).bind(*listed, **named)
        except TypeError:
            continue
        except ValueError:
            pass
        model = target(*listed, **named)
        if is_absent(model):
            raise lost_of(model)
        if not isinstance(model, torch.nn.Module):
            _refuse_what_is_unread(torch, model)
            raise TypeError("this makes %s, not a torch module" % type(model).__name__)
        return model
    raise own_calls.unknown(name)


def _refuse_what_is_unread(torch, thing):
    """Leave to a person what may be a network all the same: layers in a list, another library's."""
    home, own = type(thing).__module__, type(thing).__name__
    if isinstance(thing, (list, tuple)) and any(isinstance(i, torch.nn.Module) for i in thing):
        raise Lost("name", "these are layers in a %s, and no module that runs them" % own)
    if isinstance(thing, dict) and any(isinstance(i, torch.Tensor) for i in thing.values()):
        raise Lost("name", "these are weights in a %s, and no module that runs with them" % own)
    if home.partition(".")[0] in OTHER_LIBRARIES and not isinstance(thing, type):
        raise Lost("name", "this is a %s of %s" % (own, home.partition(".")[0]))


def recorder(torch):
    """The class that records every operation while it is the active mode; torch is not loaded
    before.
    """
    from torch.utils._python_dispatch import TorchDispatchMode

    class Tape(TorchDispatchMode):
        """Numbers every tensor that appears and notes every operation."""

        def __init__(self, torch, x, names):
            super().__init__()
            self.torch = torch
            self.names = names
            self.numbers = {id(x): 0}
            self.alive = [x]
            self.steps = []
            self.inside = 0

        @classmethod
        def _should_skip_dynamo(cls):
            # Nothing is compiled here, and torch would load 850 modules to say so.
            return False

        def __torch_dispatch__(self, function, types, args=(), kwargs=None):
            kwargs = kwargs or {}
            if self.inside:
                return function(*args, **kwargs)
            return self.record(function.name(), function, args, kwargs)

        def record(self, name, function, args, kwargs):
            """Run one operation and note it with what went in."""
            if len(self.steps) >= MAX_STEPS:
                raise ValueError("forward runs more than %d operations" % MAX_STEPS)
            given = [self.argument(item) for item in args]
            named = {key: self.argument(item) for key, item in kwargs.items() if item is not None}
            result = function(*args, **kwargs)
            results = result if isinstance(result, (tuple, list)) else [result]
            self.steps.append([name, given, named, len(results)])
            for item in results:
                self.alive.append(item)
                self.numbers[id(item)] = len(self.alive) - 1
            return result

        def argument(self, item):
            """An argument in plain form; tensors by number or by the name of a parameter."""
            if isinstance(item, self.torch.Tensor):
                if id(item) in self.numbers:
                    return ["v", self.numbers[id(item)]]
                if id(item) in self.names:
                    return ["p", self.names[id(item)][0]]
                return ["c", item.detach().clone() if item.numel() <= 100000 else None]
            if isinstance(item, (list, tuple)):
                return ["l", [self.argument(part) for part in item]]
            if item is None or isinstance(item, (bool, int, float, str)):
                return item
            return str(item)

    return Tape


def wholes(torch):
    """The class that notes whole layers, such as an LSTM, as one step each."""
    from torch.overrides import TorchFunctionMode

    class Wholes(TorchFunctionMode):
        """Hands whole layers to the tape, which looks away while they run."""

        def __init__(self, tape):
            super().__init__()
            self.tape = tape

        def __torch_function__(self, function, types, args=(), kwargs=None):
            kwargs = kwargs or {}
            name = getattr(function, "__name__", "")
            if name not in WHOLE or self.tape.inside:
                return function(*args, **kwargs)

            def quietly(*args, **kwargs):
                self.tape.inside += 1
                try:
                    return function(*args, **kwargs)
                finally:
                    self.tape.inside -= 1

            return self.tape.record(name, quietly, args, kwargs)

    return Wholes


def loaded():
    """Whether torch is loaded in this process already."""
    return "torch" in sys.modules
