"""Fits a student's model on given data, and only then asks for the hidden rows to predict.

Nothing here is believed: what goes back are predictions. numpy, torch and pandas are used only
where they are.
"""

import copy
import inspect
import random
import sys

import inputs
import load
import numpy_arrays
from stand_ins import foreign


def answer(target, probe, ask):
    """Every fit of the plan, then predictions of every batch: one mapping for each fit.

    `probe["data"]` holds X, ys (label vectors), fits ({"seed", "y"}: which vector), inputs (numpy,
    list, pandas or torch), columns, methods (in order of preference) and also (further methods
    asked of the fitted model).
    """
    data = probe["data"]
    fits = [fit(target, data, plan) for plan in data["fits"]]
    rows = ask(0)["batches"] if any(one["ok"] for one in fits) else []
    for one in fits:
        if one["ok"]:
            predict(one, rows, data)
        one.pop("model", None)
    return fits


def fit(target, data, plan):
    """Build and fit once: generators are seeded before construction, the data is a fresh copy."""
    seed(plan["seed"])
    stage = "building the model"
    try:
        X, y = prepare(data["X"], data), labels(data["ys"][plan["y"]], data)
        if inspect.isclass(target):
            model = target()
        elif hasattr(target, "fit"):
            model = copy.deepcopy(target)
        elif callable(target):
            stage = "training"
            return {"ok": True, "model": target(X, y)}
        else:
            raise TypeError("this is neither a class with fit nor a function that trains")
        stage = "fit"
        model.fit(X, y)
    except BaseException as error:  # a submission may raise anything, SystemExit too
        return failed(error, stage)
    return {"ok": True, "model": model}


def predict(one, batches, data):
    """Add the predictions of each batch, and what further methods say of the first batch."""
    model = one["model"]
    stage = "looking for its predictions"
    try:
        name, method = responder(model, data)
        one["method"] = name
        stage = "predicting"
        one["batches"] = [plainly(method(prepare(rows, data))) for rows in batches]
    except BaseException as error:
        one.update(failed(error, stage))
        return
    classes = getattr(model, "classes_", None)
    if classes is not None:
        one["classes"] = plainly(classes)
    one["also"] = {}
    for name in data.get("also", ()):
        method = getattr(model, name, None)
        if callable(method) and not is_module(method):
            try:
                one["also"][name] = plainly(method(prepare(batches[0], data)))
            except BaseException as error:
                one["also"][name] = failed(error, name)


def responder(model, data):
    """The first of the wanted methods that the model has, or the model itself where it can be
    called.
    """
    for name in data["methods"]:
        method = getattr(model, name, None)
        if callable(method):
            return name, method
    if is_module(model):
        return "calling the module", lambda rows: forward(model, rows)
    if callable(model):
        return "calling it", model
    raise AttributeError("the fitted model has none of: %s" % ", ".join(data["methods"]))


def forward(model, rows):
    """The output of a torch module in evaluation mode, without gradients."""
    import torch

    model.eval()
    with torch.no_grad():
        return model(torch.as_tensor(rows).float())


def is_module(thing):
    """Whether `thing` is a torch module."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(thing, torch.nn.Module)


def prepare(rows, data):
    """A fresh copy of `rows` in the form the rubric promised to hand over."""
    wanted = data.get("inputs", "numpy")
    if wanted == "list":
        return rows.tolist() if hasattr(rows, "tolist") else copy.deepcopy(rows)
    if wanted == "pandas":
        import pandas

        return pandas.DataFrame(copy.deepcopy(rows), columns=data.get("columns"))
    if wanted == "torch":
        import torch

        return torch.tensor(rows).float()
    return copy.deepcopy(rows)


def labels(values, data):
    """A fresh copy of the label vector in the same form as the rows; words come as a list."""
    wanted = data.get("inputs", "numpy")
    if wanted == "numpy" and isinstance(values, list):
        return inputs.array(values, "")
    if wanted == "list":
        return values.tolist() if hasattr(values, "tolist") else list(values)
    if wanted == "pandas":
        import pandas

        return pandas.Series(copy.deepcopy(values), name=data.get("label"))
    if wanted == "torch":
        import torch

        return torch.tensor(values)
    return copy.deepcopy(values)


def plainly(thing):
    """Predictions without their library: tables, tensors and sparse matrices become arrays or
    lists.
    """
    if hasattr(thing, "toarray"):
        thing = thing.toarray()
    if isinstance(thing, (list, tuple)) and any(hasattr(item, "detach") for item in thing):
        thing = [
            item.detach().cpu().tolist() if hasattr(item, "detach") else item for item in thing
        ]
    return thing


def failed(error, stage):
    """What was raised, where in the student's own code, and while doing what.

    What this machine lacks is no failure of the model: it is raised again.
    """
    lost = foreign.lost(error)
    if lost is not None:
        raise lost from error
    found = load.describe(error)
    kept = {name: found[name] for name in ("type", "message", "line", "file", "detail")}
    return dict(kept, ok=False, stage=stage)


def seed(number):
    """Seed every generator that is loaded."""
    random.seed(number)
    numpy_arrays.seed(number)
    torch = sys.modules.get("torch")
    if torch is not None and hasattr(torch, "manual_seed"):
        torch.manual_seed(number)
