"""Source text with random tokens changed is read or refused, never an exception."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from grader.intake.reader.leaks import static_findings
from grader.questions.architecture.source import SourceMistake, network_in

CASES = Path(__file__).parents[2] / "cases"
FILES = sorted([*CASES.glob("architecture-*/*.py"), *CASES.glob("leak-*/*.py")])
TOKENS = [re.findall(r"\w+|\s+|.", path.read_text(encoding="utf-8")) for path in FILES]


def mutated(chance: random.Random) -> str:
    """One case with up to six tokens replaced, removed or put in."""
    tokens = list(chance.choice(TOKENS))
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(tokens))
        other = chance.choice(chance.choice(TOKENS))
        tokens[place : place + chance.randint(0, 1)] = chance.choice([[], [other], [other, " "]])
    return "".join(tokens)


@pytest.mark.parametrize("seed", range(4))
def test_mutated_source_never_raises(seed: int) -> None:
    """Half-written code is what students hand in."""
    chance = random.Random(seed)
    for _ in range(100):
        text = mutated(chance)
        static_findings([{"file": "a.py", "cell": None, "line": 1, "source": text}])
        try:
            network_in(text)
        except SourceMistake as reason:
            assert str(reason)
