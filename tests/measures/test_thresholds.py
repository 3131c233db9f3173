"""The thresholds of Homework 2 tell honest models from others, split after split."""

from __future__ import annotations

import pytest

from tests.measures.check_data import generated, study
from tests.measures.models import HONEST


@pytest.mark.slow
def test_honest_models_keep_full_marks_and_others_never() -> None:
    """Over 100 splits: at least 95 for each honest model, none for the useless ones."""
    import torch

    torch.set_num_threads(1)
    table = study(generated(100))
    for name in HONEST:
        assert table[name].full >= 95, name
    assert table["constant"].full == table["label-flipped"].full == 0
    assert table["bare rule"].full <= 1
    assert max(table["constant"].points) == max(table["label-flipped"].points) == 0


def test_three_splits_are_enough_to_see_it() -> None:
    """The same on three splits, for every run of the tests."""
    table = study(generated(3))
    assert sum(table[name].full for name in HONEST) >= 8
    assert table["constant"].full == table["label-flipped"].full == table["bare rule"].full == 0
