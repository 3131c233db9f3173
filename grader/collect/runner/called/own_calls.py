"""How the code itself calls its class or function, for one that cannot be called without that."""

import ast
import inspect

import notes
from stand_ins.absent import Lost

MOST_TRIED = 20
_HARMLESS = ("len", "int", "float", "max", "min", "tuple", "list", "dict", "range")
_PLAIN = (int, float, str, bool, type(None), tuple)


def takes(target, *given, **named):
    """Whether something can be called with so many arguments, as far as can be told."""
    try:
        inspect.signature(target).bind(*given, **named)
    except TypeError:
        return False
    except ValueError:
        return True
    return True


def attribute(thing, asked):
    """The name of what is asked of an object, in other case or underscores if need be; or None."""
    if hasattr(thing, asked):
        return asked
    kind = thing if isinstance(thing, type) else type(thing)
    held = {*type.__dir__(kind), *getattr(thing, "__dict__", ())}
    near = [name for name in held if name[:1] != "_" and _folded(name) == _folded(asked)]
    if len(near) != 1:
        return None
    said = "%s of %s is taken for %s, the name that is asked for."
    notes.add("name-near", said % (near[0], kind.__name__, asked))
    return near[0]


def _folded(name):
    return name.replace("_", "").lower()


def wants_more(target, *given, **named):
    """Whether all that a call lacks are further arguments: what it gives with them is not known."""
    try:
        inspect.signature(target).bind_partial(*given, **named)
    except (TypeError, ValueError):
        return False
    return not takes(target, *given, **named)


def filled(target, given, named):
    """What a call gives; an error of one that lacks arguments is told by `misfit`."""
    try:
        return target(*given, **named)
    except TypeError as error:
        if wants_more(target, *given, **named):
            error.misfit = Lost("name", "it takes more arguments than it was called with")
        raise


def misfit(error):
    """The `Lost` of a call that lacked arguments: what it gives with them is not known."""
    found = vars(error).get("misfit")
    return found if isinstance(found, Lost) else None


def made(form, target):
    """What the code left that is of a class, the last of it; None where there is none."""
    if not isinstance(target, type) or form.module is None:
        return None
    left = [one for one in list(form.module.__dict__.values()) if isinstance(one, target)]
    return left[-1] if left else None


def calls(form, name):
    """(arguments, keywords) of each call by name in the code, the last first."""
    found = []
    for source in form.sources:
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        _calls_in(tree, name, dict(form.module.__dict__), found)
    return found[: -MOST_TRIED - 1 : -1]


def beyond(form, name, count):
    """What the code hands over behind so many arguments, where that is plain; else None."""
    for listed, named in calls(form, name):
        rest = listed[count:]
        if len(listed) >= count and all(
            isinstance(one, _PLAIN) for one in [*rest, *named.values()]
        ):
            return rest, named
    return None


def as_named(target, given, named):
    """The keywords of a call under the function's own names where it has others, and whether so.

    Those that it does not know stand for its parameters that are left, in their order.
    """
    try:
        listed = inspect.signature(target).parameters.values()
    except (TypeError, ValueError):
        return named, False
    if any(one.kind is one.VAR_KEYWORD for one in listed):
        return named, False
    own = [one.name for one in listed if one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)]
    strange = [name for name in named if name not in own]
    left = [name for name in own[len(given) :] if name not in named]
    if not strange or len(strange) > len(left):
        return named, False
    other = dict(zip(strange, left))
    return {other.get(name, name): value for name, value in named.items()}, True


def is_called_when_made(target, arguments):
    """Whether a class is no answer by itself, but an object of it takes these arguments."""
    if not isinstance(target, type) or not any("__call__" in vars(one) for one in target.__mro__):
        return False
    return takes(target) and not takes(target, *arguments)


def as_defined(form, name):
    """The function of a name that was given its result later, as in `f = f(3)`; or None."""
    for source in reversed(form.sources):
        try:
            body = ast.parse(source).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for one in reversed(body):
            if isinstance(one, ast.FunctionDef) and one.name == name:
                namespace = dict(form.module.__dict__)
                try:
                    code = compile(ast.Module([one], []), form.module.__file__, "exec")
                    exec(code, namespace)
                except Exception:
                    return None
                return namespace[name]
    return None


def unknown(name):
    """That nothing says what to call it with, which is no fault of what it does."""
    return Lost("name", "%s takes arguments, and no call says which" % name)


def _calls_in(tree, name, known, found):
    """Each call below a node, with what the names around it stand for."""
    for node in ast.iter_child_nodes(tree):
        inner = known
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            inner = dict(known)
            placed = node.args.args[len(node.args.args) - len(node.args.defaults) :]
            for one, value in zip(placed, node.args.defaults):
                _give(inner, ast.Name(one.arg, ast.Store()), value)
        elif isinstance(node, ast.Assign) and len(node.targets) == 1:
            _give(known, node.targets[0], node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            try:
                found.append(_handed(node, known))
            except Exception:  # it takes what only its function had
                pass
        _calls_in(node, name, inner, found)


def _give(known, target, value):
    """Note what a name is given, where that can be told without calling anything."""
    try:
        if isinstance(target, ast.Name):
            known[target.id] = _value(value, known)
    except Exception:
        pass


def _handed(node, known):
    listed = [_value(one, known) for one in node.args]
    return listed, {one.arg: _value(one.value, known) for one in node.keywords}


def _value(node, known):
    """What an expression comes to that calls nothing of the code's own."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and getattr(one.func, "id", None) not in _HARMLESS:
            raise ValueError("a call")
        if isinstance(one, (ast.Starred, ast.NamedExpr, ast.Await)):
            raise ValueError("no plain argument")
    return eval(compile(ast.Expression(node), "<arguments>", "eval"), known)
