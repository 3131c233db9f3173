"""The few general things that can be asked of a submission's names."""

import types

import estimator
import load
import numpy_arrays
import torch_module
from stand_ins import foreign
from stand_ins.absent import is_absent

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
            if name not in form.module.__dict__:
                continue
            thing = form.module.__dict__[name]
            if is_absent(thing):
                left.append((1, form, name, thing, "absent"))
            elif _is_of_another_kind(thing, probe["do"]):
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


def call(target, probe, ask):
    """The result of each call, as `{"ok": True, "value": …}` or what was raised."""
    if not callable(target):
        raise TypeError("%s is not a function" % probe["names"][0])
    results = []
    for arguments in probe["arguments"]:
        try:
            results.append({"ok": True, "value": target(*arguments)})
        except BaseException as error:
            lost = foreign.lost(error)
            lost = lost or foreign.unnamed(error, getattr(target, "__globals__", {}))
            if lost is not None:
                raise lost from error
            found = load.describe(error)
            results.append(
                {
                    "ok": False,
                    "type": found["type"],
                    "message": found["message"],
                    "line": found["line"],
                }
            )
    if results and all(row.get("type") == "NotImplementedError" for row in results):
        name = probe["names"][0]
        raise Untouched("%s raises NotImplementedError: nobody has filled it in." % name)
    return results


def answer(target, probe, ask):
    """Ask one thing of the found object; the result is encoded by the caller."""
    do = probe["do"]
    if do == "value":
        return target
    if do == "call":
        return call(target, probe, ask)
    if do == "module":
        return torch_module.answer(target, probe, ask)
    if do == "estimator":
        return estimator.answer(target, probe, ask)
    raise ValueError("no such probe: %s" % do)
