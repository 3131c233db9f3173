"""One submission from job to evidence, with a real process: what is lost loses only itself."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from grader.evidence import (
    Answer,
    Died,
    Evidence,
    Malformed,
    Missing,
    Raised,
    TimedOut,
    Unavailable,
)
from grader.sandbox.child import Child, Limits, ServerLost
from grader.sandbox.job import Ask, Code, Job
from grader.sandbox.process import ProcessLauncher
from grader.sandbox.supervise import collect
from grader.values import Array

CHANNEL = """
import gc
def channel():
    return next(o for o in gc.get_objects() if type(o).__name__ == "Channel")
"""
LOOP = "def slow(*a):\n    while True: pass\n"


def value(name: str, **more: Any) -> Ask:
    """Ask for the value of a name."""
    return Ask(name, {"do": "value", "names": [name], "forms": ["module", "notebook"]}, **more)


def call(name: str, *arguments: Any, **more: Any) -> Ask:
    """Ask for one call of a function."""
    body = {"do": "call", "names": [name], "forms": ["module"], "arguments": [list(arguments)]}
    return Ask(name, body, **more)


def module(source: str, *asks: Ask, **limits: Any) -> Job:
    """A submission that is one module."""
    form = Code("module", "work.py", ({"file": "work.py"},))
    return Job({"work.py": source.encode()}, (form,), asks, limits=Limits(**limits))


def collected(source: str, *asks: Ask, **limits: Any) -> Evidence:
    """The evidence of a module, collected in a plain process."""
    return collect(ProcessLauncher(), module(source, *asks, **limits))


def answered(found: Evidence, name: str) -> Any:
    """The value that came back for a name."""
    outcome = found.outcomes[name]
    assert isinstance(outcome, Answer), outcome
    return outcome.value


def test_an_honest_hand_in_answers_everything() -> None:
    """Values and calls come back from one child, with what they cost."""
    source = "X = [1, 2.5, 'a']\ndef f(a, b):\n    return a + b\n"
    found = collected(source, value("X"), call("f", 1, 2), value("Y"))
    assert answered(found, "X") == [1, 2.5, "a"]
    assert answered(found, "f") == [{"ok": True, "value": 3}]
    assert found.outcomes["Y"] == Missing()
    assert found.usage.children == 1
    assert found.usage.seconds > 0


def test_an_answer_knows_its_line() -> None:
    """The place is where the name was last given a value."""
    found = collected("X = 1\nY = 2\nX = 3\n", value("X"))
    outcome = found.outcomes["X"]
    assert isinstance(outcome, Answer)
    assert outcome.source.where() == "work.py, line 3"


def test_a_loop_loses_its_own_probe() -> None:
    """What comes before and after a loop is answered, the rest from a fresh child."""
    source = f"A = 1\n{LOOP}B = 2\n"
    found = collected(source, value("A"), call("slow"), value("B"), probe_seconds=1.0)
    assert answered(found, "A") == 1
    assert found.outcomes["slow"] == TimedOut(1.0)
    assert answered(found, "B") == 2
    assert found.usage.children == 2


@pytest.mark.parametrize("end", ["os._exit(0)", "os._exit(3)", "os.abort()"])
def test_an_end_loses_its_own_probe(end: str) -> None:
    """A process that ends by its own doing, politely or not, has not answered that one thing."""
    source = f"import os\nA = 1\ndef leave():\n    {end}\nB = 2\n"
    found = collected(source, value("A"), call("leave"), value("B"))
    assert answered(found, "A") == 1
    assert isinstance(found.outcomes["leave"], Died)
    assert answered(found, "B") == 2


def test_an_exception_in_a_call_is_an_answer_about_that_call() -> None:
    """Leaving by SystemExit is an exception like any other and costs no process."""
    found = collected("import sys\ndef f():\n    sys.exit(1)\nB = 2\n", call("f"), value("B"))
    assert answered(found, "f")[0]["type"] == "SystemExit"
    assert answered(found, "B") == 2
    assert found.usage.children == 1


@pytest.mark.parametrize("stop", ["import sys\nsys.exit(0)", "1 / 0", "raise KeyboardInterrupt"])
def test_a_half_run_module_keeps_its_names(stop: str) -> None:
    """Names set before a module stopped still count, and the stop is a finding with its line."""
    found = collected(f"A = 1\n{stop}\nB = 2\n", value("A"), value("B"))
    assert answered(found, "A") == 1
    lost = found.outcomes["B"]
    assert isinstance(lost, Unavailable) and lost.why == "stopped"
    finding = found.findings[0]
    assert (finding.kind, finding.file) == ("load-error", "work.py")
    assert finding.line in (2, 3)


def test_a_module_that_does_not_parse_is_a_finding() -> None:
    """A syntax error is told with its line; nothing was run, so nothing is there."""
    found = collected("A = 1\nB = (\n", value("A"))
    assert found.outcomes["A"] == Missing()
    assert found.findings[0].message.startswith("SyntaxError")
    assert found.findings[0].line == 2


def test_a_module_that_loops_keeps_what_it_had() -> None:
    """Loading is stopped from within: names set before count, and nothing else is surely absent."""
    found = collected("A = 1\nwhile True: pass\n", value("A"), value("B"), load_seconds=0.5)
    assert answered(found, "A") == 1
    lost = found.outcomes["B"]
    assert isinstance(lost, Unavailable)
    assert (lost.why, lost.reason) == ("time", "it was stopped after 0.5 s, the time allowed here")
    assert [(finding.kind, finding.line) for finding in found.findings] == [("load-lost", 2)]
    assert found.usage.children == 1


def test_a_statement_that_no_signal_stops_costs_itself() -> None:
    """What hangs inside the interpreter is ended by force, found again, and left out."""
    source = "A = 1\nB = sum(range(10**12))\nC = A + 1\nD = B\n"
    names = [value(name) for name in "ABCD"]
    found = collected(source, *names, load_seconds=0.7)
    assert (answered(found, "A"), answered(found, "C")) == (1, 2)
    for name in "BD":
        lost = found.outcomes[name]
        assert isinstance(lost, Unavailable) and lost.why == "time"
    assert [finding.kind for finding in found.findings] == ["load-lost"]
    assert found.usage.children == 3


def test_code_that_catches_everything_is_stopped_all_the_same() -> None:
    """A stop that is caught comes again."""
    source = "A = 1\nwhile True:\n    try:\n        pass\n    except:\n        pass\n"
    found = collected(source, value("A"), value("B"), load_seconds=0.5)
    assert answered(found, "A") == 1
    assert isinstance(found.outcomes["B"], Unavailable | TimedOut)


def test_more_prints_than_anybody_reads_are_dropped() -> None:
    """Whoever prints without measure loses prints and no answer."""
    source = "for _ in range(40):\n    print('x' * 1_000_000)\nA = 1\n"
    found = collected(source, value("A"))
    assert answered(found, "A") == 1
    assert [finding.kind for finding in found.findings] == ["prints-dropped"]
    assert len(found.printed) <= Limits().output_bytes


def test_a_module_that_ends_the_process_leaves_other_forms() -> None:
    """The notebook is still run where the module ended the process."""
    files = {"work.py": b"import os\nos._exit(0)\n"}
    forms = (
        Code("module", "work.py", ({"file": "work.py"},)),
        Code("notebook", "work.ipynb", ({"cell": 1, "line": 1, "source": "A = 5"},)),
    )
    found = collect(ProcessLauncher(), Job(files, forms, (value("A"), value("B"))))
    assert answered(found, "A") == 5
    assert isinstance(found.outcomes["B"], Died)


def test_a_cell_that_fails_leaves_other_cells() -> None:
    """Cells run one by one, each error with its own cell."""
    cells = ("A = 1", "1 / 0", "B = A + 1")
    units = tuple({"cell": i, "line": 1, "source": text} for i, text in enumerate(cells, 1))
    job = Job({}, (Code("notebook", "work.ipynb", units),), (value("A"), value("B")))
    found = collect(ProcessLauncher(), job)
    assert answered(found, "B") == 2
    assert [(f.kind, f.cell) for f in found.findings] == [("load-error", 2)]


def test_the_first_form_wins_and_others_stand_beside_it() -> None:
    """A different answer in a later form is kept for a finding, not for the mark."""
    forms = (
        Code("module", "work.py", ({"file": "work.py"},)),
        Code("notebook", "work.ipynb", ({"cell": 1, "line": 1, "source": "A = 2"},)),
    )
    found = collect(ProcessLauncher(), Job({"work.py": b"A = 1"}, forms, (value("A"),)))
    assert answered(found, "A") == 1
    assert [other.value for other in found.others["A"]] == [2]


def test_a_flood_of_prints_is_capped() -> None:
    """Megabytes of prints neither fill memory nor stop the answers."""
    source = "import sys\nfor _ in range(400):\n    print('x' * 9999)\nA = 1\n"
    found = collected(source, value("A"), output_bytes=1000)
    assert answered(found, "A") == 1
    assert len(found.printed) == 1000
    assert set(found.printed) <= {"x", "\n"}


def test_the_whole_hand_in_has_a_limit() -> None:
    """Slow answers add up: after the last second, what is left is timed out."""
    source = "import time\ndef f():\n    time.sleep(0.8)\n"
    asks = [Ask(f"q{i}", call("f").body) for i in range(6)]
    found = collected(source, *asks, seconds=2.0)
    assert set(found.outcomes) == {ask.id for ask in asks}
    assert found.outcomes["q5"] == TimedOut(2.0, "running your whole submission")


SCAN = """
import re
def scan():
    found = 0
    for line in open("/proc/self/maps"):
        place, rights = line.split()[:2]
        start, end = (int(part, 16) for part in place.split("-"))
        if rights.startswith("rw") and "[v" not in line:
            with open("/proc/self/mem", "rb", 0) as memory:
                memory.seek(start)
                found += len(re.findall(PATTERN, memory.read(end - start)))
    return found
class Model:
    def fit(self, X, y):
        global BEFORE
        BEFORE = scan()
    def predict(self, X):
        global AFTER
        AFTER = scan()
        return [0] * len(X)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads its own memory through /proc")
def test_held_inputs_are_sent_when_asked_for() -> None:
    """A model that searches its whole memory finds hidden rows when it predicts, never in fit."""
    secret = b"hiddenrowsofthecourseneverbefore"
    pattern = "".join(f"[{chr(letter)}]" for letter in secret)
    hidden = Array("<f8", (2, 2), secret)
    data = {
        "X": Array("<f8", (2, 1), bytes(16)),
        "fits": 1,
        "batches": 1,
        "methods": ["predict"],
    }
    body = {"do": "estimator", "names": ["Model"], "forms": ["module"], "data": data}
    fit = {"seed": 1, "y": Array("|u1", (2,), b"\0\1")}
    ask = Ask("m", body, held=(fit, {"rows": hidden}), hidden=True, public=1)
    source = f"PATTERN = rb'{pattern}'\n{SCAN}"
    seen = [value(name, hidden=True) for name in ("BEFORE", "AFTER")]
    found = collected(source, ask, *seen)
    assert answered(found, "m")[0]["batches"] == [[0, 0]]
    assert answered(found, "BEFORE") == 0
    assert answered(found, "AFTER") > 0
    used, limit = found.usage.training["m"]
    assert 0 < used <= limit == Limits().probe_seconds
    assert list(found.usage.training) == ["m"]


def test_a_hand_in_that_answers_too_much_is_not_our_fault() -> None:
    """All its children share one cap of bytes; whatever comes after it is its own doing."""
    source = "import numpy\nA = B = numpy.zeros(55 << 20, 'u1')\nC = 1\n"
    found = collected(source, value("A"), value("B"), value("C"))
    assert isinstance(found.outcomes["A"], Answer)
    assert isinstance(found.outcomes["B"], Malformed)
    assert isinstance(found.outcomes["C"], Malformed)


def test_two_runs_show_an_object_and_an_exception_alike() -> None:
    """An object's address is another one in each process; nothing that is shown has it."""
    source = "class Thing:\n    pass\nX = Thing()\ndef F():\n    pass\nraise ValueError(X)\n"
    runs = [collected(source, value("X"), value("F")) for _ in range(2)]
    texts = [(answered(run, "X").text, answered(run, "F").text) for run in runs]
    assert texts[0] == texts[1] == ("<work.Thing object>", "<function F>")
    messages = [[one.message for one in run.findings] for run in runs]
    assert messages[0] == messages[1] == ["ValueError: <work.Thing object>"]


def test_what_is_not_there_cannot_be_asked_for() -> None:
    """A part that no question holds back is a malformed wish, for this question only."""
    wish = "c = channel(); c.send({'want': 'f', 'part': 0}); c.receive()"
    found = collected(f"{CHANNEL}\nA = 1\ndef f():\n    {wish}\n", call("f"), value("A"))
    assert isinstance(found.outcomes["f"], Malformed)
    assert answered(found, "A") == 1


def test_what_is_printed_after_hidden_inputs_is_marked() -> None:
    """Prints of a child that saw hidden inputs are not shown to students as they are."""
    source = "def f(x):\n    print('got', x)\n"
    given = {"arguments": [[3]], "data": {}}
    asked = Ask("late", {**call("f").body, "arguments": []}, held=(given,), hidden=True)
    assert collected(source, call("f", 3)).printed == "got 3\n"
    late = collected(source, asked)
    assert late.printed.startswith("(printed after hidden inputs were sent)")
    assert not late.usage.training  # a function trains nothing


FORGED = {
    "an answer to another question": "c.send({'probe': 'B', 'outcome': 'answer', 'value': 7})",
    "something never asked": "c.send({'probe': 'nothing', 'outcome': 'answer', 'value': 7})",
    "a list": "c.send([1, 2])",
    "no known message": "c.send({'mark': 'full'})",
    "odd types": "c.send({'probe': {}, 'begin': [], 'loaded': 3})",
    "a begin of nothing": "c.send({'begin': None})",
    "an odd want": "c.send({'want': 'A', 'part': -1})",
    "a want of a boolean": "c.send({'want': 'A', 'part': True})",
    "a loading of ten million": "c.send({'loading': 'x' * 10**7, 'form': {'$': 1}})",
    "odd errors": "c.send({'loaded': 'x', 'form': 'y', 'errors': [3, {'type': 4, 'line': []}]})",
    "raw bytes": "c.connection.sendall(b'\\xff' * 64)",
    "half a frame": "c.connection.sendall(b'\\0\\0\\0\\x09\\0\\0\\0\\0{'); import os; os._exit(0)",
    "no JSON": "c.connection.sendall(b'\\0\\0\\0\\x02\\0\\0\\0\\0{{')",
    "deep JSON": "n = 10**5; c.connection.sendall(n.to_bytes(4, 'big') + b'\\0' * 4 + b'[' * n)",
    "a long number": "c.connection.sendall(bytes([0, 0, 32] + [0] * 5) + b'9' * 8192)",
    "a huge promise": "c.connection.sendall(b'\\xff\\xff\\xff\\xff\\0\\0\\0\\0')",
    "the end": "c.send({'done': True})",
    "a closed door": "import os; os.close(c.connection.outgoing)",
}


@pytest.mark.parametrize("message", FORGED.values(), ids=list(FORGED))
@pytest.mark.parametrize("stage", ["loading", "called"])
def test_forged_messages_are_the_students_own_choice(message: str, stage: str) -> None:
    """Student code that finds the channel can only answer badly for itself, never break us."""
    if stage == "loading":
        source = f"{CHANNEL}\nA = 1\nc = channel()\n{message}\nB = 2\n"
        asks = (value("A"), value("B"))
    else:
        source = f"{CHANNEL}\ndef A():\n    c = channel()\n    {message}\nB = 2\n"
        asks = (call("A"), value("B"))
    found = collected(source, *asks, probe_seconds=2, load_seconds=2, seconds=20)
    assert set(found.outcomes) == {"A", "B"}
    allowed = (Answer, Malformed, Died, Missing, TimedOut, Raised)
    assert all(isinstance(outcome, allowed) for outcome in found.outcomes.values())
    assert not found.has_fault


def test_garbage_loses_one_probe_only() -> None:
    """Garbage on the channel is a malformed answer to what was asked then; the rest counts."""
    source = f"{CHANNEL}\ndef f():\n    channel().send([1])\nB = 2\n"
    found = collected(source, call("f"), value("B"))
    assert isinstance(found.outcomes["f"], Malformed)
    assert answered(found, "B") == 2


def test_garbage_in_one_piece_with_what_came_before_is_the_students_own() -> None:
    """Nobody makes their submission "not gradable", our fault, by sending everything at once."""
    forged = "c.later({'loaded': 'work.py', 'form': 'module'}); c.later({'begin': 'A'})"
    source = f"{CHANNEL}\nc = channel()\n{forged}\nc.waiting.append(b'\\xff' * 64)\nc.send({{}})\n"
    found = collected(source, value("A"))
    assert isinstance(found.outcomes["A"], Malformed)


def test_the_first_answer_counts() -> None:
    """A second answer to a question that was answered changes nothing."""
    again = "channel().send({'probe': 'A', 'outcome': 'answer', 'value': 9})"
    source = f"{CHANNEL}\nA = 1\ndef f():\n    {again}\n"
    found = collected(source, value("A"), call("f"))
    assert answered(found, "A") == 1


class Fleeting:
    """A launcher whose children are lost with what starts them, the first few times."""

    tier = "none"

    def __init__(self, losses: int) -> None:
        self.losses = losses
        self.honest = ProcessLauncher()

    def start(self, limits: Limits) -> Child:
        """A real child, or the news that the server is gone."""
        self.losses -= 1
        if self.losses >= 0:
            raise ServerLost("the server is gone")
        return self.honest.start(limits)

    def close(self) -> None:
        """Nothing is held."""


def test_a_lost_server_costs_nothing() -> None:
    """What starts children may die twice without a trace in the evidence."""
    found = collect(Fleeting(2), module("A = 1", value("A")))
    assert answered(found, "A") == 1
    assert found.findings == ()


def test_a_server_that_keeps_dying_is_our_fault() -> None:
    """A third time is told to whoever drives the run, as ours."""
    with pytest.raises(ServerLost) as caught:
        collect(Fleeting(9), module("A = 1", value("A")))
    assert caught.value.exit_code == 3
