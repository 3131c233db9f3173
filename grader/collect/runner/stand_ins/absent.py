"""What cannot be had here: an exception for whoever needs it, and a value that nobody can read."""

MARK = "\u27e6needs "
"""How the text of a stand-in begins; a text that holds it was made from one."""


class Lost(BaseException):
    """What the code needs is not to be had here, which is nobody's fault.

    `why` is one word (library, version, card, process, window, keyboard, arguments, file, network,
    time, syntax or ended), `reason` a sentence without its full stop.
    """

    def __init__(self, why, reason):
        super().__init__(reason)
        self.why = why
        self.reason = reason


class Absent:
    """A value that could not be made; whatever is made of it is one too.

    Passing it on is free. What would have to decide by it (a condition, a loop, a number) raises
    `Lost`, so that nothing false comes of it.
    """

    __slots__ = ("_lost", "_short")

    def __init__(self, why, reason, short):
        object.__setattr__(self, "_lost", (why, reason))
        object.__setattr__(self, "_short", short)

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            if name == "__all__":
                return []
            raise AttributeError(name)
        return self

    def __setattr__(self, name, value):
        pass

    def __call__(self, *given, **named):
        """What is called is not here, so what it gives is not either."""
        return self

    def __getitem__(self, key):
        return self

    def __setitem__(self, key, value):
        pass

    def __delitem__(self, key):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __mro_entries__(self, bases):
        return (type("Absent", (AbsentBase,), {"_absent": self}),)

    def __instancecheck__(self, thing):
        if is_absent(thing):
            raise Lost(*self._lost)
        return False

    def __subclasscheck__(self, kind):
        return False

    def __repr__(self):
        return MARK + self._short + "\u27e7"

    def __format__(self, spec):
        return repr(self)

    __hash__ = object.__hash__


def _passing(self, *others):
    return self


def _deciding(self, *others):
    raise Lost(*self._lost)


_OPERATIONS = (
    "add", "sub", "mul", "truediv", "floordiv", "mod", "divmod", "pow", "matmul", "and", "or",
    "xor", "lshift", "rshift", "radd", "rsub", "rmul", "rtruediv", "rfloordiv", "rmod", "rdivmod",
    "rpow", "rmatmul", "rand", "ror", "rxor", "rlshift", "rrshift", "neg", "pos", "abs", "invert",
    "eq", "ne", "lt", "le", "gt", "ge", "round",
)  # fmt: skip
_DECISIONS = (
    "bool", "iter", "next", "len", "float", "int", "index", "complex", "contains", "await",
    "reversed", "reduce_ex",
)  # fmt: skip
for _name in _OPERATIONS:
    setattr(Absent, "__%s__" % _name, _passing)
for _name in _DECISIONS:
    setattr(Absent, "__%s__" % _name, _deciding)


class AbsentBase:
    """What a class is made from whose base could not be had."""

    _absent = None

    def __init__(self, *given, **named):
        pass

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self._absent


def lost_of(thing):
    """What a stand-in, or a thing made from one, lacks: its `Lost`; None for anything else."""
    kind = type(thing)
    if kind is Absent:
        return Lost(*thing._lost)
    if issubclass(kind, AbsentBase) or (issubclass(kind, type) and issubclass(thing, AbsentBase)):
        return Lost(*thing._absent._lost)
    return None


def is_absent(thing):
    """Whether `thing` stands for something that could not be had."""
    return lost_of(thing) is not None


def stand_in(lost, short=None):
    """The value that stands for what is lost."""
    return Absent(lost.why, lost.reason, short or lost.reason)
