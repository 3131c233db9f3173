"""The few general things that can be asked of a submission's names."""

import copy
import inspect
import types
from fractions import Fraction

import encode
import estimator
import inner_values
import inputs
import load
import numpy_arrays
import torch_module
from called import own_calls, results, stubs
from stand_ins import foreign
from stand_ins.absent import Lost, is_absent, lost_of
from stop import Stop

FUNCTIONS = (
    types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType, type,
)  # fmt: skip
LIKE_FUNCTIONS = ("ufunc", "_ArrayFunctionDispatcher", "partial", "cython_function_or_method")


def unpack(data, blocks):
    """Values that came with a probe: arrays from their blocks, the rest as it is."""
    if isinstance(data, dict):
        if data.get("$") == "array":
            return numpy_arrays.array(blocks[data["block"]], data["shape"], data["dtype"])
        if data.get("$") == "map":
            return {
                tuple(k) if isinstance(k, list) else k: unpack(v, blocks) for k, v in data["items"]
            }
        if data.get("$") == "complex":
            return complex(data["re"], data["im"])
        if data.get("$") == "fraction":
            return Fraction(int(data["n"]), int(data["d"]))
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
        (form for form in forms if form.name in order),
        key=lambda form: (form.salvaged, order.index(form.name)),
    )
    left = []
    found = False
    for form in ranked:
        values = form.values
        for name in probe["names"]:
            head, *steps = name.split(".")
            if head not in values:
                continue
            thing = values[head]
            if is_absent(thing):
                left.append((1, form, name, thing, "absent"))
            elif not steps and _is_of_another_kind(thing, probe["do"]):
                defined = own_calls.as_defined(form, name) if probe["do"] == "call" else None
                if defined is not None:
                    found = True
                    yield form, name, defined, ""
                    break
                left.append((2, form, name, thing, "other"))
            else:
                found = True
                yield form, name, thing, "guessed" if head in form.guessed else ""
                break
    for form in ranked if probe["do"] == "value" and not found else ():
        left += [(0, form, *row, "inner") for row in _inner(form, probe["names"])]
    if left and not found:
        yield min(left, key=lambda row: row[0])[1:]


def are_plain(forms, probe):
    """Whether every value there is for a probe is plain, so that to find it runs nobody's code."""
    held = [form.values for form in forms]
    things = [values[name] for values in held for name in probe["names"] if name in values]
    return bool(things) and all(encode.is_plain(type(thing)) for thing in things)


def _is_of_another_kind(thing, do):
    """Whether a function stands where a value is asked for, or a value where a function is."""
    if do == "value":
        return isinstance(thing, FUNCTIONS) or type(thing).__name__ in LIKE_FUNCTIONS
    return do == "call" and not callable(thing)


def of_its_shape(forms, probe):
    """(form, name) of each value at the margin of the code that has the shape that is asked for."""
    shape = tuple(probe["data"].get("shape") or ())
    return [
        (form, name)
        for form in forms
        if shape and form.name in probe["forms"]
        for name, thing in form.values.items()
        if form.place(name)["line"] is not None and name not in form.wanted
        if _shape(thing) == shape
    ]


def _shape(thing):
    """The lengths of an array or of lists of numbers from the outside in; () for anything else."""
    shape = getattr(thing, "shape", None)
    if isinstance(shape, tuple):
        return tuple(shape)
    if not isinstance(thing, (list, tuple)) or not thing or is_absent(thing[0]):
        return ()
    inner = {_shape(one) for one in thing[:200]}
    return (len(thing),) + inner.pop() if len(inner) == 1 else ()


def _inner(form, names):
    for there, thing, name in (
        (*found(name), name)
        for found in (form.inner.get, lambda name: inner_values.held(form, name))
        for name in names
    ):
        if there and not is_absent(thing):
            yield name, thing


def call(target, probe, name, ask):
    """The result of each call: `{"ok": True, "value": …}`, what was raised, or what is not there.

    Hidden arguments are asked for once there is something to call. `data` may hold keywords (a
    mapping for each call), construct (what an object is made of, on which the dotted rest of the
    name is called; a new one for each call), constructs (one for each call), steps (calls on one
    object, for each call), keep (an argument to hand back), stops (whether a call is stopped from
    within, so that those before it are kept) and handed_out (whether a function that does nothing
    is the starter's).
    """
    path = name.split(".")[1:]
    if not path and not callable(target):
        raise TypeError("%s is not a function" % name)
    if probe.get("held"):
        probe = dict(probe, **ask(0))
    data, count = probe["data"], len(probe["arguments"])
    rows = list(zip(
        probe["arguments"],
        data.get("keywords") or [{}] * count,
        data.get("constructs") or [data.get("construct")] * count,
        data.get("steps") or [None] * count,
    ))  # fmt: skip
    plain = not path and all(row[2] is None and row[3] is None for row in rows)
    if data.get("handed_out") and plain and stubs.is_empty(target):
        return [raised(stubs.Unfilled("nothing is written here"), target) for _ in rows]
    found = []
    with Stop(data.get("stops") and probe["seconds"], one_call, "slow"):
        for row in rows:
            is_over = bool(found) and found[-1].get("lost", [""])[0] == "slow"
            found.append(found[-1] if is_over else one_call(target, path, row, data.get("keep")))
    return found


def one_call(target, path, row, keep):
    """The result of one call; `lacks` says what we could not make, `absent` what is not there.

    What was raised comes with `lost` where this machine may be the cause: whoever marks knows
    whether the exception was asked for.
    """
    try:
        arguments, named, construct, steps = inputs.made(list(row))
    except Exception as error:  # such as a library that is absent, or a number too large for a type
        return {"ok": False, "lacks": "%s: %s" % (type(error).__name__, error)}
    try:
        if not (path or steps or construct) and own_calls.is_called_when_made(target, arguments):
            target = target()
        if construct is not None:
            target = own_calls.filled(target, construct["arguments"], construct["keywords"])
        for asked in path:
            name = own_calls.attribute(target, asked)
            if name is None:
                return {"ok": False, "absent": asked}
            if isinstance(inspect.getattr_static(type(target), name, None), property):
                raise Lost("name", "%s is a property, and no method to call" % name)
            target = getattr(target, name)
        if steps is not None:
            return {"ok": True, "steps": taken(target, steps)}
        named, renamed = own_calls.as_named(target, arguments, named)
        came = given(own_calls.filled(target, arguments, named))
        result = dict(came, **{"renamed": True} if renamed else {})
        if keep is not None:
            place = named if isinstance(keep, str) else dict(enumerate(arguments))
            result["argument"] = given(place.get(keep))
        return result
    except BaseException as error:  # a submission may raise anything, SystemExit too
        return raised(error, target)


def given(value):
    """What came of a call that ended well."""
    value = results.of_call(value)
    if is_absent(value):
        raise lost_of(value)
    return dict(inputs.names(value), ok=True, value=value)


def taken(thing, steps):
    """What each of several steps on one object gave, as it was then; one that raises ends none."""
    results = []
    for step in steps:
        asked = step.get("call") or step.get("get")
        name = own_calls.attribute(thing, asked)
        if name is None:
            results.append({"ok": False, "absent": asked})
            continue
        inner = getattr(thing, name)
        try:
            if "call" in step:
                inner = own_calls.filled(inner, step["arguments"], step["keywords"])
            results.append(given(as_it_is(inner)))
        except BaseException as error:
            results.append(raised(error, inner))
    return results


def as_it_is(value):
    """A copy of what a later step may change; the thing itself where it cannot be copied."""
    try:
        return copy.deepcopy(value)
    except Exception:
        return value


def raised(error, target):
    """What a call of `target` raised, with its classes and what this machine lacks for it."""
    around = getattr(target, "__globals__", {})
    own = {getattr(target, "__name__", None), *around}  # what it refuses is no library's doing
    told = load.describe(error)
    result = {key: told[key] for key in ("type", "message", "line")}
    result.update(ok=False, bases=[kind.__name__[:100] for kind in type(error).__mro__[:20]])
    lost = foreign.lost(error, own.__contains__) or foreign.unnamed(error, around)
    lost = lost or own_calls.misfit(error)
    if lost is not None:
        result["lost"] = [lost.why, lost.reason]
    return result


def answer(target, probe, form, name, ask):
    """Ask one thing of the object found by `name`; the result is encoded by the caller."""
    do = probe["do"]
    if do == "value":
        return inner_values.called(target, name)
    if do == "call":
        return call(target, probe, name, ask)
    if do == "module":
        return torch_module.answer(target, probe, form, name)
    if do == "estimator":
        return estimator.answer(estimator.begun(target, probe, form, name), probe, ask)
    raise ValueError("no such probe: %s" % do)
