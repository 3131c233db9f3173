"""The few general things that can be asked of a submission's names."""

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
    """The forms that hold one of the probe's names, in the probe's order of forms."""
    order = probe["forms"]
    ranked = sorted(
        (form for form in forms if form.name in order and form.module is not None),
        key=lambda form: order.index(form.name),
    )
    for form in ranked:
        for name in probe["names"]:
            if name in form.module.__dict__:
                yield form, name, form.module.__dict__[name]
                break


def call(target, probe, ask):
    """The result of each call, as `{"ok": True, "value": …}` or what was raised."""
    if not callable(target):
        raise TypeError("%s is not a function" % probe["names"][0])
    results = []
    for arguments in probe["arguments"]:
        try:
            results.append({"ok": True, "value": target(*arguments)})
        except BaseException as error:
            found = load.describe(error)
            results.append(
                {
                    "ok": False,
                    "type": found["type"],
                    "message": found["message"],
                    "line": found["line"],
                }
            )
    return results


def answer(target, probe, ask):
    """Ask one thing of the found object; the result is encoded by the caller."""
    do = probe["do"]
    if do == "value":
        return target
    if do == "call":
        return call(target, probe, ask)
    if do == "module":
        import torch_module

        return torch_module.answer(target, probe, ask)
    if do == "estimator":
        import estimator

        return estimator.answer(target, probe, ask)
    raise ValueError("no such probe: %s" % do)
