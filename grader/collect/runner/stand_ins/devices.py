"""Code written for a graphics card runs on the processor: same numbers, no card."""

import contextlib
import functools
import re
import time
import types

import notes

_ASKED = re.compile(rb"cuda|mps|load\(|pin_memory")
_CARD = re.compile(r"^(cuda|mps|xpu|hip|xla)(:\d+)?$")
_MAKERS = (
    "tensor", "as_tensor", "asarray", "zeros", "ones", "empty", "full", "rand", "randn", "randint",
    "randperm", "arange", "linspace", "logspace", "eye", "normal", "zeros_like", "ones_like",
    "empty_like", "full_like", "rand_like", "randn_like", "randint_like", "empty_strided",
    "sparse_coo_tensor", "tril_indices", "triu_indices", "hann_window", "range", "complex",
    "set_default_device", "Generator",
)  # fmt: skip
_OWN_MAKERS = ["new_tensor", "new_zeros", "new_ones", "new_empty", "new_full", "to"]


def _without_cards(torch):
    if torch.cuda.is_available():
        return
    _makers(torch)
    _modules(torch)
    _cards(torch)
    _saved(torch)


def _is_card(torch, thing):
    if isinstance(thing, str):
        return bool(_CARD.match(thing))
    return isinstance(thing, torch.device) and bool(_CARD.match(str(thing)))


def _told():
    notes.add("no-card", "There is no graphics card here; this runs on the processor.", None)


def _here(torch, given, named):
    """The arguments with the processor in place of a card."""
    if any(_is_card(torch, one) for one in given):
        _told()
        given = tuple("cpu" if _is_card(torch, one) else one for one in given)
    for name in ("device", "map_location", "device_type"):
        if _is_card(torch, named.get(name)):
            _told()
            named[name] = "cpu"
    return given, named


def _redirected(torch, function):
    @functools.wraps(function)
    def here(*given, **named):
        given, named = _here(torch, given, named)
        return function(*given, **named)

    return here


def _makers(torch):
    for name in _MAKERS:
        made = getattr(torch, name, None)
        if made is None:
            continue
        if isinstance(made, type):
            setattr(torch, name, _kind(torch, made))
        else:
            setattr(torch, name, _redirected(torch, made))
    for name in _OWN_MAKERS:
        if hasattr(torch.Tensor, name):
            setattr(torch.Tensor, name, _redirected(torch, getattr(torch.Tensor, name)))
    lazy = getattr(torch.nn.parameter, "UninitializedTensorMixin", None)
    if lazy is not None:  # torch looks up what a tensor is moved with, and knows its own only
        lazy._allowed_methods = [*lazy._allowed_methods, torch.Tensor.to]
    for name, plain in list(vars(torch).items()):
        is_kind = name.endswith("Tensor") and isinstance(plain, type)
        if is_kind and hasattr(torch.cuda, name):
            setattr(torch.cuda, name, plain)
    kind_of = torch.Tensor.type

    def type_(self, dtype=None, *more, **named):
        if isinstance(dtype, str):
            dtype = dtype.replace("torch.cuda.", "torch.")
        return kind_of(self, dtype, *more, **named) if dtype is not None else kind_of(self)

    torch.Tensor.type = type_
    torch.Tensor.cuda = lambda self, *given, **named: _told() or self
    torch.Tensor.pin_memory = lambda self, *given, **named: self


def _kind(torch, made):
    """A class of torch whose constructor is told no card; what it makes stays of that class."""

    class Kind(type(made)):
        def __instancecheck__(cls, thing):
            return isinstance(thing, made)

        def __call__(cls, *given, **named):
            given, named = _here(torch, given, named)
            return made(*given, **named)

    return Kind(made.__name__, (), {"__module__": made.__module__})


def _modules(torch):
    module = torch.nn.Module
    to = module.to

    @functools.wraps(to)
    def here(self, *given, **named):
        given, named = _here(torch, given, named)
        return to(self, *given, **named)

    module.to = here
    module.cuda = lambda self, *given, **named: _told() or self


def _cards(torch):
    cuda = torch.cuda
    # A function of its own under each name: torch's compiler, which optimisers load, asks for that.
    for name in ["set_device", "synchronize", "empty_cache", "reset_peak_memory_stats", "init",
                 "manual_seed", "manual_seed_all", "seed", "seed_all", "set_rng_state",
                 "set_rng_state_all", "reset_max_memory_allocated", "ipc_collect",
                 "set_per_process_memory_fraction", "reset_accumulated_memory_stats"]:  # fmt: skip
        setattr(cuda, name, lambda *given, **named: None)
    for name in ["memory_allocated", "max_memory_allocated", "memory_reserved", "current_device",
                 "max_memory_reserved", "utilization", "memory_cached"]:  # fmt: skip
        setattr(cuda, name, lambda *given, **named: 0)
    cuda.get_device_name = lambda *given, **named: _NONE.name
    cuda.get_device_properties = lambda *given, **named: _NONE
    cuda.get_device_capability = lambda *given, **named: (_NONE.major, _NONE.minor)
    cuda.mem_get_info = lambda *given, **named: (0, _NONE.total_memory)
    cuda.memory_summary = lambda *given, **named: _NONE.name
    cuda.get_rng_state = lambda *given, **named: torch.get_rng_state()
    cuda.get_rng_state_all = lambda *given, **named: []
    cuda.Event, cuda.Stream = Event, Stream
    cuda.current_stream = cuda.default_stream = lambda *given, **named: Stream()
    cuda.stream = cuda.device = lambda *given, **named: contextlib.nullcontext()
    if hasattr(torch, "mps"):
        for name in ["synchronize", "empty_cache", "manual_seed"]:
            setattr(torch.mps, name, lambda *given, **named: None)
    if hasattr(torch, "set_default_tensor_type"):
        chosen = torch.set_default_tensor_type

        def choose(kind):
            if isinstance(kind, str):
                kind = kind.replace("torch.cuda.", "torch.")
            return chosen(kind)

        torch.set_default_tensor_type = choose


class Event:
    """A point in the work of a card, which here is the moment at which it is asked for."""

    def __init__(self, *given, **named):
        self.when = 0.0

    def record(self, *given):
        """Note the time."""
        self.when = time.perf_counter()

    def elapsed_time(self, other):
        """Milliseconds up to another."""
        return 1000 * (other.when - self.when)

    def query(self):
        """Whether all before it is done."""
        return True

    def synchronize(self, *given):
        """Wait for all before it, which is done."""

    wait = synchronize


class Stream(Event):
    """An order of work on a card; here there is one only."""

    def record_event(self, event=None):
        """A point in it."""
        event = event or Event()
        event.record()
        return event

    wait_event = wait_stream = Event.synchronize


_NONE = types.SimpleNamespace(
    name="no graphics card", total_memory=0, major=0, minor=0, multi_processor_count=0
)
"""What is told of a card that is not there."""


def _saved(torch):
    """Weights that were saved on a card, or as a whole model, as older versions loaded them."""
    for name in ("UntypedStorage", "TypedStorage"):  # an older PyTorch has neither
        if hasattr(torch, name):
            getattr(torch, name).cuda = lambda self, *given, **named: _told() or self
    load, scripted = torch.load, torch.jit.load

    @functools.wraps(scripted)
    def program(file, map_location=None, *given, **named):
        if map_location is None or _is_card(torch, map_location):
            map_location = "cpu"
        return scripted(file, map_location, *given, **named)

    torch.jit.load = program

    @functools.wraps(load)
    def here(file, map_location=None, *given, **named):
        given, named = _here(torch, given, named)
        if map_location is None or _is_card(torch, map_location):
            map_location = "cpu"
        try:
            return load(file, map_location, *given, **named)
        except Exception as error:
            if "weights_only" in named or type(error).__name__ != "UnpicklingError":
                raise
        if hasattr(file, "seek"):
            file.seek(0)
        return load(file, map_location, *given, weights_only=False, **named)

    torch.load = here


RULES = ((b"torch", _ASKED, "torch", _without_cards),)
