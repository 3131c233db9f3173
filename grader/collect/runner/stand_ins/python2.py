"""What Python 2 meant by the same words: whole quotients of whole numbers, lists made at once."""

import ast
import re

from . import keyboard

MARK = b"\n# written for Python 2\n"
"""How the reader ends a module that is run as Python 2."""


def changes(sources):
    """What changes the statements of one program before they run; None where nothing has to.

    A notebook that asks for the division of today once has it in every cell.
    """
    for source in sources:
        data = source if isinstance(source, bytes) else source.encode("utf-8", "replace")
        if re.search(b"__future__.*division", data):
            return None
    return divisions


def names():
    """The names that Python 2 had without an import, or that gave another kind of thing there."""
    from functools import reduce

    def cmp(one, other):
        return (one > other) - (one < other)

    def rounded(number, digits=0):
        scale = 10**digits
        whole = int(abs(number) * scale + 0.5) / scale
        return float(whole if number >= 0 else -whole)

    def listed(function):
        return lambda *given: list(function(*given))

    def filtered(function, items):
        kind = type(items) if isinstance(items, (str, tuple)) else list
        kept = [item for item in items if (function(item) if function else item)]
        return "".join(kept) if kind is str else kind(kept)

    return {
        "xrange": range, "range": listed(range), "map": listed(map), "zip": listed(zip),
        "filter": filtered, "raw_input": keyboard.asked, "unicode": str, "basestring": str,
        "long": int, "unichr": chr, "reduce": reduce, "cmp": cmp, "file": open, "round": rounded,
        "__divided__": divided, "__listed__": as_list,
    }  # fmt: skip


def divided(one, other):
    """One number by another: whole ones to a whole one, arrays of whole ones alike."""
    return one // other if _is_whole(one) and _is_whole(other) else one / other


def as_list(thing):
    """What a mapping's view holds, as a list; what another object gave as it is."""
    views = (type({}.keys()), type({}.values()), type({}.items()))
    return list(thing) if isinstance(thing, views) else thing


def _is_whole(thing):
    kind = getattr(getattr(thing, "dtype", None), "kind", None)
    return isinstance(thing, int) or kind in ("i", "u", "b")


class _Divisions(ast.NodeTransformer):
    def visit_BinOp(self, node):
        self.generic_visit(node)
        if not isinstance(node.op, ast.Div):
            return node
        name = ast.Name(id="__divided__", ctx=ast.Load())
        call = ast.Call(func=name, args=[node.left, node.right], keywords=[])
        return ast.copy_location(call, node)

    def visit_AugAssign(self, node):
        self.generic_visit(node)
        if not isinstance(node.op, ast.Div) or not isinstance(node.target, ast.Name):
            return node
        read = ast.copy_location(ast.Name(id=node.target.id, ctx=ast.Load()), node)
        value = ast.copy_location(ast.BinOp(read, ast.Div(), node.value), node)
        return ast.copy_location(ast.Assign([node.target], self.visit_BinOp(value)), node)

    def visit_Call(self, node):
        """A mapping's keys are a list, and can be asked whether it has one."""
        self.generic_visit(node)
        if not isinstance(node.func, ast.Attribute) or node.keywords:
            return node
        if node.func.attr == "has_key" and len(node.args) == 1:
            return ast.copy_location(ast.Compare(node.args[0], [ast.In()], [node.func.value]), node)
        if node.func.attr in ("keys", "values", "items") and not node.args:
            name = ast.Name(id="__listed__", ctx=ast.Load())
            return ast.copy_location(ast.Call(func=name, args=[node], keywords=[]), node)
        return node


def divisions(body):
    """Statements in which `/` divides as it did, unless they say otherwise themselves."""
    tree = ast.Module(body=list(body), type_ignores=[])
    changed = _Divisions().visit(tree)
    return ast.fix_missing_locations(changed).body
