"""Code written for a graphics card runs on the processor: same numbers, no card."""

import functools
import re

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
    types = torch.Tensor.type

    def type_(self, dtype=None, *more, **named):
        if isinstance(dtype, str):
            dtype = dtype.replace("torch.cuda.", "torch.")
        return types(self, dtype, *more, **named) if dtype is not None else types(self)

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
    for name in ["set_device", "synchronize", "empty_cache", "reset_peak_memory_stats",
                 "manual_seed", "manual_seed_all"]:  # fmt: skip
        setattr(cuda, name, lambda *given, **named: None)
    for name in ["memory_allocated", "max_memory_allocated", "memory_reserved", "current_device"]:
        setattr(cuda, name, lambda *given, **named: 0)
    cuda.get_device_name = lambda *given, **named: "no graphics card"
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


def _saved(torch):
    """Weights that were saved on a card, or as a whole model, as older versions loaded them."""
    load = torch.load

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
