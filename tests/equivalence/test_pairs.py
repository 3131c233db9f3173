"""The table of pairs: every verdict as expected, for every seed, with nothing ever evaluated."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from grader.equivalence import compare

SEEDS = (0, 1, 2, "p3.gradient", 20261123)


class Pair(NamedTuple):
    """One line of the table."""

    given: str
    expected: str
    verdict: str
    options: dict[str, Any]
    about: str = ""


def table() -> list[Pair]:
    """Every pair of the table with its group's options."""
    groups = yaml.safe_load((Path(__file__).parent / "pairs.yaml").read_text("utf-8"))
    pairs = []
    for group in groups:
        options = {"syntax": group.get("syntax", "infix"), **group.get("options", {})}
        for line in group["pairs"].splitlines():
            given, expected = line.split("~~")
            texts = given.strip(), expected.strip()
            pairs.append(Pair(*texts, group["verdict"], options, group["about"]))
    return pairs


PAIRS = table()


def test_the_table_is_long_enough() -> None:
    """Three hundred pairs at least, of every verdict and both notations."""
    assert len(PAIRS) >= 300
    assert len({pair.verdict for pair in PAIRS}) == 5
    assert sum(pair.options["syntax"] == "latex" for pair in PAIRS) >= 80


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.given} ~~ {pair.expected}"[:70])
def test_verdict(pair: Pair) -> None:
    """The verdict of the table, with a message, and a witness wherever points decided."""
    found = compare(pair.given, pair.expected, **pair.options)
    assert (found.verdict, bool(found.message)) == (pair.verdict, True), found.message


@pytest.mark.parametrize("seed", SEEDS)
def test_verdicts_do_not_depend_on_the_seed(seed: int | str) -> None:
    """Other random points, the same verdicts."""
    wrong = [
        (pair.given, pair.expected, found.verdict)
        for pair in PAIRS
        if (found := compare(pair.given, pair.expected, seed=seed, **pair.options)).verdict
        != pair.verdict
    ]
    assert wrong == []


def test_equality_is_symmetric() -> None:
    """Exchanging the two sides never turns equal into different."""
    for pair in PAIRS:
        if pair.verdict in ("equal", "equal_on_common_domain", "different"):
            back = compare(pair.expected, pair.given, **pair.options)
            assert back.verdict == pair.verdict, (pair.given, pair.expected)
