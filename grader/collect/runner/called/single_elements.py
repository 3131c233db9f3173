"""Arrays of one element, which NumPy took for the number in them until 2.4."""

import ast
import linecache

REFUSED = (
    "only 0-dimensional arrays can be converted to Python scalars",
    "format: a real number is required, not numpy.ndarray",
)
_SAFE = (
    ast.Name, ast.Constant, ast.Attribute, ast.Subscript, ast.UnaryOp, ast.BinOp, ast.Load,
    ast.Tuple, ast.Slice, ast.unaryop, ast.operator,
)  # fmt: skip


def may_be(error, message):
    """Whether an error may come of an array of one element: not where the line that raised it
    holds longer ones alone, which no NumPy takes for a number.
    """
    told = [message, str(error.__cause__)[:2000]] if error.__cause__ else [message]
    if not any(refused in one for refused in REFUSED for one in told):
        return False
    sizes = list(_sizes(error.__traceback__))
    return not sizes or None in sizes or 1 in sizes


def _sizes(walk):
    """The sizes of the arrays that the line hands over; None for one that cannot be told."""
    while walk is not None and walk.tb_next is not None:
        walk = walk.tb_next
    if walk is None:
        return
    frame = walk.tb_frame
    line = linecache.getline(frame.f_code.co_filename, walk.tb_lineno).strip()
    try:
        tree = ast.parse(line if not line.endswith(":") else line + " pass")
    except (SyntaxError, ValueError):
        yield None
        return
    for node in ast.walk(tree):
        handed = list(node.args) if isinstance(node, ast.Call) else []
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            handed.append(node.value)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            handed.append(node.right)
        for part in handed:
            yield from _size(part, frame)


def _size(part, frame):
    if isinstance(part, ast.Call):
        yield None
    elif all(isinstance(node, _SAFE) for node in ast.walk(part)):
        code = compile(ast.Expression(part), "<part>", "eval")
        try:
            value = eval(code, frame.f_globals, frame.f_locals)  # the submission's own words
        except Exception:
            yield None
            return
        if getattr(value, "shape", None):
            yield getattr(value, "size", None)
    else:
        yield None
