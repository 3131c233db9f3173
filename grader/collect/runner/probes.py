"""The few general things that can be asked of a submission's names."""

import inputs
import load
import numpy_arrays


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
    """The forms that hold one of the probe's names, in the probe's order of forms.

    Of a dotted name, such as that of a method, the form holds what stands before the first dot.
    """
    order = probe["forms"]
    ranked = sorted(
        (form for form in forms if form.name in order and form.module is not None),
        key=lambda form: order.index(form.name),
    )
    for form in ranked:
        for name in probe["names"]:
            if name.partition(".")[0] in form.module.__dict__:
                yield form, name, form.module.__dict__[name.partition(".")[0]]
                break


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
    return [
        one_call(target, steps, arguments, named, construct)
        for arguments, named in zip(probe["arguments"], keywords)
    ]


def one_call(target, steps, arguments, named, construct):
    """The result of one call; `lacks` says what we could not make, `absent` what is not there."""
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
        columns = inputs.columns(value)
    except BaseException as error:  # a submission may raise anything, SystemExit too
        told = load.describe(error)
        bases = [kind.__name__[:100] for kind in type(error).__mro__[:20]]
        kept = {key: told[key] for key in ("type", "message", "line")}
        return dict(kept, ok=False, bases=bases)
    return dict({} if columns is None else {"columns": columns}, ok=True, value=value)


def answer(target, probe, name, ask):
    """Ask one thing of the object found by `name`; the result is encoded by the caller."""
    do = probe["do"]
    if do == "value":
        return target
    if do == "call":
        return call(target, probe, name)
    if do == "module":
        import torch_module

        return torch_module.answer(target, probe, ask)
    if do == "estimator":
        import estimator

        return estimator.answer(target, probe, ask)
    raise ValueError("no such probe: %s" % do)
