"""What came of a call, as the plain data that it stands for: what an iterator gives, a decimal."""

import inspect
import itertools
import types
from decimal import Decimal
from fractions import Fraction

MOST = 1000000
VIEWS = (type({}.keys()), type({}.values()), type({}.items()))
ITERATORS = (
    types.GeneratorType, map, filter, zip, enumerate, reversed, type(iter([])), type(iter(())),
    type(iter(range(0))), type(iter({}.values())), type(iter({})),
)  # fmt: skip


def listed(thing):
    """What an iterator or a view gives, as a list; anything else as it is."""
    if isinstance(thing, (*VIEWS, *ITERATORS)):
        return list(itertools.islice(thing, MOST))
    return thing


def awaited(thing):
    """What an `async` function comes to."""
    if not inspect.iscoroutine(thing):
        return thing
    import asyncio

    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(thing)
    finally:
        loop.close()


def of_call(thing):
    """The result of a call: awaited, listed, and each decimal as the number that it is."""
    return _numbers(listed(awaited(thing)))


def _numbers(thing):
    if isinstance(thing, Decimal):
        return Fraction(thing) if thing.is_finite() else float(thing)
    if type(thing) in (list, tuple) and any(isinstance(one, Decimal) for one in thing):
        return [_numbers(one) for one in thing]
    return thing
