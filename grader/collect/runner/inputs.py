"""What a call is handed that only a library makes: arrays, tensors, data frames; and the names of a
frame's columns and rows on the way back.
"""

import sys


def made(value):
    """`value` with all made that is to be; raises `ImportError` where a library is absent."""
    if isinstance(value, dict):
        if value.get("$") == "plain":
            return value["value"]
        if value.get("$") == "made":
            return MAKERS[value["as"]](value["of"], value["dtype"])
        return {key: made(item) for key, item in value.items()}
    if isinstance(value, list):
        return [made(item) for item in value]
    return value


def array(items, dtype):
    """A NumPy array of nested lists."""
    import numpy

    return numpy.array(items, dtype=dtype or None)


def tensor(items, dtype):
    """A torch tensor of nested lists."""
    import torch

    return torch.tensor(items, dtype=getattr(torch, dtype) if dtype else None)


def frame(columns, dtype):
    """A data frame of columns."""
    import pandas

    return pandas.DataFrame(columns)


def failed(why, dtype):
    """What could not be made before it was sent."""
    raise ValueError(why)


def tupled(items, dtype):
    """A tuple, whose items may have to be made as well."""
    return tuple(made(item) for item in items)


MAKERS = {"failed": failed, "array": array, "tensor": tensor, "frame": frame, "tuple": tupled}


MOST_ROWS = 1000
MOST_INNER = 20


def names(thing):
    """The `columns` of a data frame and the `index` of one or of a series, as far as there are."""
    pandas = sys.modules.get("pandas")
    is_frame = pandas is not None and isinstance(thing, getattr(pandas, "DataFrame", ()))
    if not is_frame and (pandas is None or not isinstance(thing, getattr(pandas, "Series", ()))):
        return _of_items(thing) if pandas is not None else {}
    found = {"columns": [str(name) for name in thing.columns]} if is_frame else {}
    if len(thing) <= MOST_ROWS:
        found["index"] = [str(label) for label in thing.index.tolist()]
    return found


def _of_items(thing):
    """The columns of each data frame that a list, a tuple or a mapping holds."""
    items = list(thing.values()) if type(thing) is dict else thing
    if type(items) not in (list, tuple) or not 0 < len(items) <= MOST_INNER:
        return {}
    kind = sys.modules["pandas"].DataFrame
    if not any(isinstance(item, kind) for item in items):
        return {}
    heads = [item.columns if isinstance(item, kind) else None for item in items]
    return {"inner": [head if head is None else list(map(str, head)) for head in heads]}
