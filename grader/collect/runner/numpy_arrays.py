"""NumPy where the student's interpreter has it: seeding, and arrays as raw blocks."""

import struct
import sys

DTYPES = ("|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8")
LARGEST = {"f": 8, "c": 16}  # bytes; longer ones differ from machine to machine
MOST_CELLS = 1000000
CODES = dict(zip(DTYPES, "?bBhHiIqQefd"))
MOST_BYTES = 64 << 20


class TooLarge(Exception):
    """A value is larger than an answer may be; `why` is elements, digits or bytes."""

    def __init__(self, why):
        super().__init__(why)
        self.why = why


def seed(number):
    """Seed the global generator, and the entropy of generators made without a seed."""
    numpy = sys.modules.get("numpy")
    if numpy is None or not hasattr(numpy, "random"):
        return
    numpy.random.seed(number % 2**32)
    bits = getattr(numpy.random, "bit_generator", None)
    if bits is not None and hasattr(bits, "randbits"):
        import random

        bits.randbits = random.Random(number).getrandbits


def array(data, shape, dtype):
    """A fresh writable array of raw bytes; nested lists where there is no NumPy."""
    try:
        import numpy
    except ImportError:
        flat = [item[0] for item in struct.iter_unpack("<" + CODES[dtype], data)]
        return nested(flat, list(shape))
    return numpy.frombuffer(bytearray(data), dtype=dtype).reshape(shape)


def nested(flat, shape):
    """`flat` numbers as lists in lists of the given shape."""
    if len(shape) <= 1:
        return flat
    step = len(flat) // shape[0] if shape[0] else 0
    return [nested(flat[i * step : (i + 1) * step], shape[1:]) for i in range(shape[0])]


def rows_of_file(path):
    """The rows of an array of plain numbers in a file; raises where it holds anything else."""
    import numpy

    array = numpy.load(path, allow_pickle=False)
    return array.reshape(len(array), -1).tolist()


def owns(kind):
    """Whether an object of this class is an array or a number with no code but NumPy's."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and kind in (numpy.ndarray, numpy.float64, numpy.int64, numpy.bool_)


def plain(thing):
    """("block", (dtype, shape, bytes)) for a numeric array, ("value", object) for what reads as
    plain data (a scalar, a table, an array of objects), None for anything else."""
    if not owns(type(thing)):
        thing = _untorch(_unframe(_unsparse(thing)))
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return None
    if isinstance(thing, numpy.generic):
        return "value", _scalar(numpy, thing)
    if not isinstance(thing, numpy.ndarray):
        return None
    masked = sys.modules.get("numpy.ma")  # to ask NumPy for it would load it in every child
    if masked is not None and isinstance(thing, masked.MaskedArray):
        return "value", thing.tolist()  # what is masked reads as None, not as what lies below
    thing = numpy.asarray(thing)
    if thing.dtype.kind in "fc" and thing.dtype.itemsize > LARGEST[thing.dtype.kind]:
        thing = thing.astype(thing.dtype.kind + str(LARGEST[thing.dtype.kind]))
    if thing.dtype.kind not in "biuf" or thing.dtype.itemsize > 8:
        return "value", thing.tolist()
    little = thing.dtype.newbyteorder("<")
    if little.str not in DTYPES:
        return "value", thing.tolist()
    if thing.nbytes > MOST_BYTES:
        raise TooLarge("bytes")
    data = numpy.ascontiguousarray(thing, dtype=little)
    return "block", (little.str, list(thing.shape), data.tobytes())


def _scalar(numpy, thing):
    if isinstance(thing, (numpy.float16, numpy.float32)):
        return float(str(thing))
    if isinstance(thing, (numpy.longdouble, numpy.clongdouble)):
        return complex(thing) if thing.dtype.kind == "c" else float(thing)
    item = thing.item()
    return str(item) if isinstance(item, bytes) else item


def _untorch(thing):
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(thing, getattr(torch, "Tensor", ())):
        thing = thing.detach().cpu()
        if str(thing.dtype) == "torch.bfloat16":
            thing = thing.float()
        return thing.numpy()
    return thing


def _unsparse(thing):
    """A sparse matrix of SciPy's as an array, where all of its numbers are few enough."""
    sparse = sys.modules.get("scipy.sparse")
    if sparse is None or not sparse.issparse(thing):
        return thing
    return thing.toarray() if thing.shape[0] * thing.shape[-1] <= MOST_CELLS else thing


def _unframe(thing):
    pandas = sys.modules.get("pandas")
    kinds = (
        tuple(getattr(pandas, name) for name in ("DataFrame", "Series", "Index"))
        if (pandas is not None and hasattr(pandas, "Series"))
        else ()
    )
    return thing.to_numpy() if isinstance(thing, kinds) else thing
