"""Messages out of their turn: no stage begins twice, no answer beats the first."""

from __future__ import annotations

import pytest

from grader.evidence import Answer, Evidence, Malformed, TimedOut
from grader.sandbox.job import Ask, Code, Job
from grader.sandbox.process import ProcessLauncher
from grader.sandbox.supervise import collect
from tests.sandbox.test_supervise import CHANNEL, answered, call, collected, module, value


def test_a_stage_that_says_again_that_it_begins_has_no_more_time() -> None:
    """A loop that begins its probe anew each half second ends with the first message."""
    again = "    while True:\n        channel().send({'begin': 'f'})\n        time.sleep(0.3)\n"
    source = f"import time\n{CHANNEL}\ndef f():\n{again}B = 2\n"
    found = collected(source, call("f"), value("B"), probe_seconds=1.0, seconds=60)
    assert isinstance(found.outcomes["f"], Malformed)
    assert answered(found, "B") == 2
    assert found.usage.seconds < 10


@pytest.mark.parametrize(
    "frame",
    [
        "{'loading': 'work.py', 'form': 'module'}",
        "{'loaded': 'work.py', 'form': 'module', 'errors': []}",
        "{'probe': 'A', 'outcome': 'answer', 'value': 1}",
        "{'at': [0, 0], 'file': 'work.py', 'form': 'module'}",
    ],
)
def test_no_message_of_another_stage_gives_more_time(frame: str) -> None:
    """Neither loading, nor answers to what was answered before, nor where code stands."""
    again = f"    while True:\n        channel().send({frame})\n        time.sleep(0.3)\n"
    source = f"import time\n{CHANNEL}\nA = 1\ndef f():\n{again}B = 2\n"
    asks = (value("A"), call("f"), value("B"))
    found = collected(source, *asks, probe_seconds=1.0, load_seconds=1.0, seconds=60)
    assert isinstance(found.outcomes["f"], Malformed | TimedOut)
    assert (answered(found, "A"), answered(found, "B")) == (1, 2)
    assert found.usage.seconds < 10


def both(first: str, second: str, sent: str) -> Evidence:
    """A module and a notebook that both have A, and what the module sends when it is called."""
    source = f"{CHANNEL}\nA = {first}\ndef f():\n    channel().send({sent})\n"
    forms = (
        Code("module", "work.py", ({"file": "work.py"},)),
        Code("notebook", "work.ipynb", ({"cell": 1, "line": 1, "source": f"A = {second}"},)),
    )
    asks = (value("A"), call("f"))
    return collect(ProcessLauncher(), Job({"work.py": source.encode()}, forms, asks))


@pytest.mark.parametrize("form", ["module", "notebook", "writeup"])
def test_a_late_answer_of_another_form_is_none(form: str) -> None:
    """It comes beside an answer that stands since long, and changes nothing."""
    late = f"{{'probe': 'A', 'other': True, 'outcome': 'answer', 'value': 9, 'form': '{form}'}}"
    found = both("1", "2", late)
    assert answered(found, "A") == 1
    assert [one.value for one in found.others["A"]] == [2]


def test_an_earlier_form_cannot_answer_after_a_later_one() -> None:
    """The order of forms decides which answer counts, so that nobody sends the better one last."""
    twice = (
        "c = channel()\n"
        "c.later({'loaded': 'work.py', 'form': 'module', 'errors': []})\n"
        "c.later({'begin': 'A'})\n"
        "a = {'probe': 'A', 'outcome': 'answer'}\n"
        "c.later(dict(a, value=1, form='notebook'))\n"
        "c.later(dict(a, value=9, form='module', other=True))\n"
        "c.send({'done': True})\n"
    )
    found = collect(ProcessLauncher(), module(f"{CHANNEL}\n{twice}", value("A")))
    assert answered(found, "A") == 1
    assert not found.others.get("A")


def test_hidden_inputs_wait_for_all_that_is_not_hidden() -> None:
    """A probe that comes before another one cannot have what is hidden, whatever it says."""
    given = {"arguments": [[1]], "data": {}}
    hidden = Ask("f", call("f").body, held=(given,), hidden=True)
    found = collected("A = 1\ndef f(x):\n    return x\n", hidden, value("A"))
    assert isinstance(found.outcomes["f"], Malformed)
    assert answered(found, "A") == 1


def test_parts_come_in_their_order() -> None:
    """Rows to predict cannot be had before the labels of every fit were asked for."""
    early = "channel().send({'want': 'm', 'part': 2})"
    source = f"{CHANNEL}\nclass M:\n    def __init__(self):\n        {early}\n"
    data = {"X": [[1]], "fits": 1, "batches": 1, "methods": ["predict"]}
    body = {"do": "estimator", "names": ["M"], "forms": ["module"], "data": data}
    parts = ({"seed": 1, "y": [1]}, {"rows": [[7391]]})
    ask = Ask("m", body, held=(*parts, {"rows": [[1]]}), hidden=True, public=2)
    found = collected(source, ask)
    assert not isinstance(found.outcomes["m"], Answer)


def test_far_too_many_messages_are_malformed() -> None:
    """Millions of tiny ones are cut off long before they cost anybody time."""
    flood = "c.connection.sendall((bytes([0, 0, 0, 2, 0, 0, 0, 0]) + b'{}') * 100)"
    source = f"{CHANNEL}\nA = 1\ndef f():\n    c = channel()\n    while True:\n        {flood}\n"
    found = collected(source, call("f"), value("A"))
    assert isinstance(found.outcomes["f"], Malformed)
    assert answered(found, "A") == 1
