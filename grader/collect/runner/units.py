"""Runs a piece of code to its end: what this machine lacks costs the statements that need it."""

import __future__

import ast
import inspect
import linecache
import re
import types

import notes
from stand_ins import foreign
from stand_ins.absent import Lost, is_absent, stand_in

AWAITS = getattr(ast, "PyCF_ALLOW_TOP_LEVEL_AWAIT", 0)
MOST_RESUMED = 300
_PLAIN_END = re.compile(
    r"^(?:[\w.\[\]'\", ]+[+\-*/]?=[^=]|(?:import|from|pass|raise|del|global)\b|print\(|\#)"
)
_FUTURE = 0
for _name in __future__.all_feature_names:
    _FUTURE |= getattr(__future__, _name).compiler_flag


class Piece:
    """One piece of code: its text, the name that tracebacks show, where it is run."""

    def __init__(self, source, label, namespace):
        self.source = source
        self.label = label
        self.namespace = namespace
        self.flags = 0
        self.tree = None
        if "#" in label:  # a cell, which is no file that a line could be looked up in
            lines = self.text().splitlines(True)
            linecache.cache[label] = (len(source), None, lines, label)

    def run(self, display=None, prepared=None):
        """Run it; `display` takes the value of a last expression, `prepared` changes the tree.

        Raises nothing: returns the error that ended it, or None.
        """
        try:
            if prepared is not None or (display is not None and self._may_end_in_a_value()):
                body = self.parsed().body
                self._execute(prepared(body) if prepared else body, display)
            else:
                self.execute(self._compiled(self.source, "exec"))
        except BaseException as error:  # a submission may raise anything, SystemExit too
            return self._resumed(error, display, prepared)
        return None

    def parsed(self):
        """The syntax tree, parsed once."""
        if self.tree is None:
            flags = ast.PyCF_ONLY_AST
            try:
                self.tree = compile(self.source, self.label, "exec", flags, dont_inherit=True)
            except SyntaxError:
                if not AWAITS:
                    raise
                flags |= AWAITS
                self.tree = compile(self.source, self.label, "exec", flags, dont_inherit=True)
        return self.tree

    def _may_end_in_a_value(self):
        text = self.source
        if not isinstance(text, str):
            return False
        last = text.rstrip().rpartition("\n")[2]
        return not _PLAIN_END.match(last)

    def _execute(self, body, display):
        """Run statements; the value of the last, where it is an expression, is displayed."""
        last = body[-1] if body else None
        shows = display is not None and isinstance(last, ast.Expr) and not self._is_muted()
        self.execute(self._compiled(_module(body[:-1] if shows else body), "exec"))
        if shows:
            value = self.execute(self._compiled(ast.Expression(last.value), "eval"))
            display(value, ast.get_source_segment(self.text(), last.value) or "")

    def _is_muted(self):
        return self.text().rstrip().endswith(";")

    def text(self):
        """The source as text."""
        source = self.source
        return source if isinstance(source, str) else source.decode("utf-8", "replace")

    def _compiled(self, what, mode):
        try:
            code = compile(what, self.label, mode, self.flags, dont_inherit=True)
        except SyntaxError as error:
            if not AWAITS or not re.search(r"\b(await|async)\b", self.text()):
                raise
            try:
                code = compile(what, self.label, mode, self.flags | AWAITS, dont_inherit=True)
            except SyntaxError:
                raise error from None
        self.flags |= code.co_flags & _FUTURE
        return code

    def execute(self, code):
        """Run compiled code; what it awaits outside of functions is awaited."""
        if not code.co_flags & inspect.CO_COROUTINE:
            return eval(code, self.namespace)
        import asyncio

        work = types.FunctionType(code, self.namespace)()
        loop = asyncio.new_event_loop()
        try:
            return loop.run_until_complete(work)
        finally:
            loop.close()

    def _resumed(self, error, display, prepared):
        """Go on after what was lost with what needs nothing of it; the error that ends it all."""
        try:
            body = list(self.parsed().body)
            if prepared is not None:
                body = prepared(body)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return error
        for _ in range(MOST_RESUMED):
            at = _index(body, self._line(error))
            if at is None:
                return error
            if _is_main_guard(body[at]):
                body[at : at + 1] = body[at].body
                at = _index(body, self._line(error)) or at
            lost = self._lost(error, body[at])
            if lost is None:
                return error
            if lost.why == "time":
                self.give_up(body[at:], lost, first=True)
                return error
            if lost.why == "ended":
                return error
            if lost.why != "placeholder":
                self.give_up([body[at]], lost, first=True)
            body = body[at + 1 :]
            try:
                self._execute(body, display)
            except BaseException as another:
                error = another
                continue
            return None
        return error

    def _line(self, error):
        """The line of this piece's outermost code that was running."""
        walk = error.__traceback__
        while walk is not None:
            code = walk.tb_frame.f_code
            if code.co_filename == self.label and code.co_name == "<module>":
                return walk.tb_lineno
            walk = walk.tb_next
        return None

    def _lost(self, error, statement):
        """What a statement lacked, or None where its error is the submission's own."""
        if isinstance(error, NotImplementedError) and isinstance(statement, ast.Raise):
            return Lost("placeholder", "")
        if isinstance(error, AssertionError) and _asks_for_a_card(statement):
            return Lost("placeholder", "")
        own = foreign.lost(error, lambda name: _defines(self.namespace, name))
        if own is None and isinstance(error, Exception):
            used = [one.id for one in ast.walk(statement) if isinstance(one, ast.Name)]
            own = foreign.uses(used, self.namespace)
        if own is None:
            own = foreign.unnamed(error, self.namespace)
        if own is not None and own.why not in ("time", "library"):
            named = "" if isinstance(error, Lost) else type(error).__name__ + ": "
            message = "%s%s; what needs it is left open." % (named, own.reason)
            notes.add("not-here", message, frame_of(error))
        return own

    def give_up(self, statements, lost, first=False):
        """Let what these statements would have given stand for what is lost.

        Of statements that had no turn only names count that nothing has given a value before.
        """
        for place, statement in enumerate(statements):
            for name in sorted(given_by(statement, self.namespace, self.tree)):
                there = self.namespace.get(name)
                counts = there is None or (first and place == 0)
                if counts and not is_absent(there):
                    self.namespace[name] = stand_in(lost)


def given_by(statement, namespace, tree=None):
    """The names that a statement gives a value, or whose value it changes."""
    found = set()
    calls = False
    pending = [statement]
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
            pending += [*node.decorator_list]
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, ast.Store):
            found |= _owner(node, namespace)
        elif isinstance(node, ast.Call):
            calls = calls or isinstance(node.func, ast.Name)
            if isinstance(node.func, ast.Attribute):
                found |= _owner(node.func, namespace)
        pending += ast.iter_child_nodes(node)
    if calls and tree is not None:
        for node in ast.walk(tree):
            if isinstance(node, ast.Global):
                found.update(node.names)
    found.discard("*")
    return found


def _owner(node, namespace):
    """The name of the object that an attribute or an item is of, where it is plain data."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    if not isinstance(node, ast.Name):
        return set()
    kinds = (types.ModuleType, types.FunctionType, types.BuiltinFunctionType, type)
    return set() if isinstance(namespace.get(node.id), kinds) else {node.id}


def _asks_for_a_card(statement):
    """Whether it is only asserted that this machine has a card: nothing after it need be lost."""
    return isinstance(statement, ast.Assert) and any(
        isinstance(node, ast.Attribute) and node.attr in ("is_available", "is_built")
        for node in ast.walk(statement.test)
    )


def _index(body, line):
    if line is None:
        return None
    for place, node in enumerate(body):
        first = min([node.lineno] + [one.lineno for one in getattr(node, "decorator_list", ())])
        if first <= line <= (node.end_lineno or node.lineno):
            return place
    return None


def _is_main_guard(node):
    return (
        isinstance(node, ast.If)
        and "__name__" in ast.dump(node.test)
        and "__main__" in ast.dump(node.test)
    )


def main_guard(body):
    """The statements behind `if __name__ == "__main__":`, in order."""
    return [inner for node in body if _is_main_guard(node) for inner in node.body]


def _module(body):
    return ast.Module(body=body, type_ignores=[])


def _defines(namespace, name):
    thing = namespace.get(name)
    return getattr(thing, "__module__", None) == namespace.get("__name__") and thing is not None


def frame_of(error):
    """The innermost frame of an error, or None."""
    walk = error.__traceback__
    while walk is not None and walk.tb_next is not None:
        walk = walk.tb_next
    return walk.tb_frame if walk is not None else None
