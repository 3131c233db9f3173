"""Fits a student's model on given data, and only then asks for the hidden rows to predict.

Nothing here is believed: what goes back are predictions. numpy, torch and pandas are used only
where they are.
"""

import copy
import functools
import inspect
import random
import sys

import inputs
import load
import numpy_arrays
from called import own_calls, results
from stand_ins import foreign


def answer(target, probe, ask):
    """Every fit of the plan, then predictions of every batch: one mapping for each fit.

    `probe["data"]` holds X, inputs (numpy, list, pandas or torch), columns, methods (in order of
    preference), fits and batches (how many). The labels and the seed of a fit come when it begins,
    and the rows of a batch when they are predicted: no code has what another fit or batch is given
    in its reach. How each fit ended is told before the next part is asked for. With fitted the
    model is fitted already, and is not fitted again.
    """
    data = probe["data"]
    told = None
    fits = []
    for number in range(data["fits"]):
        fits.append(fit(target, data, ask(number, told)))
        told = ended(fits[-1])
    if any(one["ok"] for one in fits):
        for number in range(data["batches"]):
            given = ask(data["fits"] + number, told)
            told = None
            for one in fits:
                if one["ok"]:
                    predict(one, given, data)
    for one in fits:
        one.pop("model", None)
        one.pop("most", None)
        lost = one.pop("lost", None)
        if one["ok"] and lost is not None:
            one.update(lost)
    return fits


class Making:
    """Makes a model, a new one for each fit: one that is then fitted, or is fitted already."""

    def __init__(self, make):
        self.make = make


def begun(target, probe, form, name):
    """What is fitted; of a class or function that takes something else, as the code calls it."""
    if inspect.isclass(target):
        if probe["data"].get("fitted"):
            left = own_calls.made(form, target)
            return target if left is None else left
        if own_calls.takes(target):
            return target
    elif hasattr(target, "fit") or not callable(target) or own_calls.takes(target, None, None):
        return target
    elif own_calls.takes(target):
        asks_itself = probe["data"].get("fitted") and own_calls.takes(target, None)
        return target if asks_itself else Making(target)
    else:
        more = own_calls.beyond(form, name, 2)
        if more is not None and own_calls.takes(target, None, None, *more[0], **more[1]):
            return lambda X, y: target(X, y, *more[0], **more[1])
    for listed, named in own_calls.calls(form, name):
        if own_calls.takes(target, *listed, **named):
            return Making(functools.partial(target, *listed, **named))
    if inspect.isclass(target):
        return target
    raise own_calls.unknown(name)


OTHER_FORM = ("IndexError", "KeyError", "InvalidIndexError", "AttributeError", "TypeError")
"""What code raises that was written for rows in another form."""


def fit(target, data, given):
    """Build and fit once; where no form is promised, a frame with named columns does as well."""
    found = fit_to(target, data, given)
    if found["ok"] or not data.get("any_form") or found["type"] not in OTHER_FORM:
        return found
    try:
        again = fit_to(target, dict(data, inputs="pandas"), given)
    except ImportError:
        return found
    return dict(again, inputs="pandas") if again["ok"] else found


def fit_to(target, data, given):
    """Build and fit once: generators are seeded before construction, the data is a fresh copy."""
    seed(given["seed"])
    stage = "building the model"
    try:
        X, y = prepare(data["X"], data), labels(given["y"], data)
        if data.get("fitted"):
            if inspect.isclass(target):
                raise TypeError("this is a class, not a model that has been fitted")
            stage = "training"
            model = target.make() if isinstance(target, Making) else target
            tools = sys.modules.get("sklearn.utils.validation")
            if tools is not None and hasattr(model, "get_params"):
                stage = "looking for a fitted model"
                tools.check_is_fitted(model)
                stage = "training"
        elif inspect.isclass(target):
            model = target()
        elif isinstance(target, Making):
            model = target.make()
        elif hasattr(target, "fit"):
            model = copy.deepcopy(target)
        elif callable(target):
            stage = "training"
            model = target(X, y)
        else:
            raise TypeError("this is neither a class with fit nor a function that trains")
        if stage != "training":
            stage = "fit"
            model.fit(X, y)
        stage = "looking for its predictions"
        found = {"ok": True, "model": model, "method": responder(model, data)[0]}
        classes = getattr(model, "classes_", None)
    except BaseException as error:  # a submission may raise anything, SystemExit too
        return failed(error, stage)
    if classes is not None:
        found["classes"] = plainly(classes)
    return dict(found, batches=[], also={}, most=0, lost=None)


def ended(one):
    """How a fit ended, without the model."""
    kept = ("ok", "method", "classes") if one["ok"] else one
    return {name: one[name] for name in kept if name in one}


def predict(one, given, data):
    """Add the predictions of a batch, and what further methods say of it where they are asked.

    What is raised for a few rows alone leaves those of all rows as they are.
    """
    model, count = one["model"], len(given["rows"])
    data = dict(data, inputs=one.get("inputs") or data.get("inputs"))
    said = lost = None
    try:
        method = responder(model, data)[1]
        said = plainly(method(prepare(given["rows"], data)))
    except BaseException as error:
        lost = failed(error, "predicting")
    one["batches"].append(said)
    if count >= one["most"]:
        one.update(most=count, lost=lost)
    if lost is not None:
        return
    for name in given.get("also", ()):
        method = getattr(model, name, None)
        if callable(method) and not is_module(method):
            try:
                one["also"][name] = plainly(method(prepare(given["rows"], data)))
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

        made = torch.tensor(values)
        return made.float() if made.is_floating_point() else made
    return copy.deepcopy(values)


def plainly(thing):
    """Predictions without their library: tables, tensors and sparse matrices become arrays or
    lists.
    """
    thing = results.listed(thing)
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
