from __future__ import annotations

import random
import re
import time

from hypothesis import given
from hypothesis import strategies as st

from grader.intake.similarity import Prints, prints_of, similar, winnow

WORDS = ["alpha", "beta", "gamma", "delta", "model", "loss", "step", "grad", "theta", "rate"]
SIGNS = ["+", "-", "*", "/", "@", "**", "//", "%", "&", "|", "^", "<", ">", "==", "and", "or", "in"]


def program(seed: int, lines: int = 60) -> str:
    """A program that nobody else would write."""
    chance = random.Random(seed)
    made = ["import numpy as np"]
    for _ in range(lines):
        terms = [chance.choice([*WORDS, str(chance.randint(1, 9))]) for _ in range(4)]
        signs = [chance.choice(SIGNS) for _ in range(3)]
        text = " ".join(word for pair in zip(terms, [*signs, ""], strict=True) for word in pair)
        head = chance.choice(["return ", "x = ", "if ", "print(", "assert ", "y.append(", "del "])
        made.append(head + text)
    return "\n".join(made)


def prints(text: str, name: str = "hw.py") -> Prints:
    """The fingerprints of one file."""
    return prints_of([(name, text.encode())])


def test_identical_and_renamed_hand_ins_are_found_and_others_are_not() -> None:
    """Equal bytes are identical; renamed, reformatted and commented code is nearly so."""
    everybody = {f"s{n}": prints(program(n)) for n in range(12)}
    everybody["twin"] = prints(program(3))
    renamed = program(5)
    for number, word in enumerate(WORDS):
        renamed = re.sub(rf"\b{word}\b", f"v{number}", renamed)
    renamed = "# my own work\n" + renamed.replace(" = ", "   =  ").replace("\n", "  # so\n")
    everybody["copy"] = prints(renamed)
    found = similar(everybody)
    assert found[0] == {"ids": ["s3", "twin"], "identical": True, "similarity": 1.0}
    assert [row["ids"] for row in found[1:]] == [["copy", "s5"]]


def test_what_everybody_was_given_counts_for_nothing() -> None:
    """A template shared by the whole class makes nobody alike."""
    template = program(1000)
    everybody = {f"s{n}": prints(template + "\n" + program(n, 20)) for n in range(12)}
    assert similar(everybody) == []
    two = {"a": prints(template), "b": prints(template + "\nx = 1")}
    assert similar(two)
    assert similar(two, prints(template).hashes) == []


def test_prose_is_compared_by_its_words() -> None:
    """A write-up is compared word by word, whatever its punctuation."""
    chance = random.Random(4)
    words = [f"{chance.choice(WORDS)}{chance.randint(1, 40)}" for _ in range(300)]
    first = prints(" ".join(words), "a.md")
    second = prints("# Title\n" + ",\n".join(words), "a.md")
    other = prints(" ".join(sorted(words)), "a.md")
    assert [row["ids"] for row in similar({"a": first, "b": second, "c": other})] == [["a", "b"]]


def test_empty_hand_ins_are_not_alike() -> None:
    """Nothing is not copied from nothing."""
    assert similar({"a": prints(""), "b": prints(""), "c": prints_of([])}) == []


@given(st.binary(max_size=600), st.sampled_from(["a.py", "a.md", "a.ipynb", "a.bin", "a"]))
def test_any_bytes_have_fingerprints(data: bytes, name: str) -> None:
    """Whatever was handed in, splitting it neither fails nor differs between two times."""
    assert prints_of([(name, data)]) == prints_of([(name, data)])


@given(st.lists(st.integers(0, 5), min_size=16, max_size=80), st.lists(st.integers(0, 5)))
def test_a_long_shared_run_is_always_seen(run: list[int], before: list[int]) -> None:
    """The guarantee of winnowing: two texts with a common run of 15 tokens share a fingerprint."""
    assert winnow(run) & winnow(before + run)


@given(st.lists(st.integers(0, 2**32 - 1), min_size=10, max_size=40))
def test_each_run_has_the_hash_of_its_definition(tokens: list[int]) -> None:
    """Hashed step by step, each run has what it has by itself: fingerprints are kept for years."""

    def mixed(run: list[int]) -> int:
        value = 0
        for number in run:
            value = (value * 0x5851F42D4C957F2D + number + 1) % 2**62
        return value ^ (value >> 29)

    runs = [mixed(tokens[place : place + 10]) for place in range(len(tokens) - 9)]
    windows = [runs[place : place + 6] for place in range(max(len(runs) - 5, 1))]
    assert winnow(tokens) == {min(window) for window in windows}


def test_hostile_text_is_split_in_linear_time() -> None:
    """Unclosed quotes, long names, backslashes: four times the text, not sixteen times the work."""
    for text in ('"', "'\\", "'a", "a", "(", "1.", '"\\"'):
        times = []
        for length in (10_000, 40_000):
            start = time.perf_counter()
            prints((text * length)[:length])
            times.append(time.perf_counter() - start)
        assert times[1] < 12 * times[0] + 2
