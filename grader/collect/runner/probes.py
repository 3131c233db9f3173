"""The few general things that can be asked of a submission's names."""

import types

import estimator
import inputs
import load
import numpy_arrays
import torch_module
from stand_ins import foreign
from stand_ins.absent import is_absent, lost_of

FUNCTIONS = (
    types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType, type,
)  # fmt: skip
LIKE_FUNCTIONS = ("ufunc", "_ArrayFunctionDispatcher", "partial", "cython_function_or_method")


class Untouched(Exception):
    """The starter's own code answers: that is no answer."""


def unpack(data, blocks):
    """Values that came with a probe: arrays from their blocks, the rest as it is."""
    if isinstance(data, dict):
        if data.get("$") == "array":
            return numpy_arrays.array(blocks[data["block"]], data["shape"], data["dtype"])
        if data.get("$") == "map":
            return {
                tuple(k) if isinstance(k, list) else k: unpack(v, blocks) for k, v in data["items"]
            }
        return {key: unpack(item, blocks) for key, item in data.items()}
    if isinstance(data, list):
        return [unpack(item, blocks) for item in data]
    return data


def find(forms, probe):
    """(form, name, thing, how) in the probe's order of forms, the first name that fits of each.

    Of a dotted name, such as that of a method, the thing is what stands before the first dot.
    Where no form has what is asked for, one row comes with how it was found: "inner" in a function
    that was run, "absent" for what could not be had here, "other" for a thing of another kind.
    """
    order = probe["forms"]
    ranked = sorted(
        (form for form in forms if form.name in order and form.module is not None),
        key=lambda form: order.index(form.name),
    )
    left = []
    found = False
    for form in ranked:
        for name in probe["names"]:
            head, *steps = name.split(".")
            if head not in form.module.__dict__:
                continue
            thing = form.module.__dict__[head]
            if is_absent(thing):
                left.append((1, form, name, thing, "absent"))
            elif not steps and _is_of_another_kind(thing, probe["do"]):
                left.append((2, form, name, thing, "other"))
            else:
                found = True
                yield form, name, thing, ""
                break
        if probe["do"] == "value":
            left += [(0, form, *row, "inner") for row in _inner(form, probe["names"])]
    if left and not found:
        yield min(left, key=lambda row: row[0])[1:]


def _is_of_another_kind(thing, do):
    """Whether a function stands where a value is asked for, or a value where a function is."""
    if do == "value":
        return isinstance(thing, FUNCTIONS) or type(thing).__name__ in LIKE_FUNCTIONS
    return do == "call" and not callable(thing)


def _inner(form, names):
    for name in names:
        there, thing = form.inner.get(name)
        if there and not is_absent(thing):
            yield name, thing


def call(target, probe, name):
    """The result of each call: `{"ok": True, "value": …}`, what was raised, or what is not there.

    `data` may hold keywords (a mapping for each call) and construct (what an object is made of, on
    which the dotted rest of the name is called; a new one for each call).
    """
    steps = name.split(".")[1:]
    if not steps and not callable(target):
        raise TypeError("%s is not a function" % name)
    keywords = probe["data"].get("keywords") or [{}] * len(probe["arguments"])
    construct = probe["data"].get("construct")
    results = [
        one_call(target, steps, arguments, named, construct)
        for arguments, named in zip(probe["arguments"], keywords)
    ]
    if results and all(row.get("type") == "NotImplementedError" for row in results):
        raise Untouched("%s raises NotImplementedError: nobody has filled it in." % name)
    return results


def one_call(target, steps, arguments, named, construct):
    """The result of one call; `lacks` says what we could not make, `absent` what is not there.

    What was raised comes with `lost` where this machine may be the cause: whoever marks knows
    whether the exception was asked for.
    """
    try:
        arguments, named, construct = inputs.made([arguments, named, construct])
    except Exception as error:  # such as a library that is absent, or a number too large for a type
        return {"ok": False, "lacks": "%s: %s" % (type(error).__name__, error)}
    try:
        if construct is not None:
            target = target(*construct["arguments"], **construct["keywords"])
        for step in steps:
            if not hasattr(target, step):
                return {"ok": False, "absent": step}
            target = getattr(target, step)
        value = target(*arguments, **named)
        if is_absent(value):
            raise lost_of(value)
        columns = inputs.columns(value)
    except BaseException as error:  # a submission may raise anything, SystemExit too
        return raised(error, target)
    return dict({} if columns is None else {"columns": columns}, ok=True, value=value)


def raised(error, target):
    """What a call of `target` raised, with its classes and what this machine lacks for it."""
    around = getattr(target, "__globals__", {})
    own = {getattr(target, "__name__", None), *around}  # what it refuses is no library's doing
    told = load.describe(error)
    result = {key: told[key] for key in ("type", "message", "line")}
    result.update(ok=False, bases=[kind.__name__[:100] for kind in type(error).__mro__[:20]])
    lost = foreign.lost(error, own.__contains__) or foreign.unnamed(error, around)
    if lost is not None:
        result["lost"] = [lost.why, lost.reason]
    return result


def answer(target, probe, name, ask):
    """Ask one thing of the object found by `name`; the result is encoded by the caller."""
    do = probe["do"]
    if do == "value":
        return target
    if do == "call":
        return call(target, probe, name)
    if do == "module":
        return torch_module.answer(target, probe, ask)
    if do == "estimator":
        return estimator.answer(target, probe, ask)
    raise ValueError("no such probe: %s" % do)
