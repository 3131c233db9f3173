"""Rubrics: YAML read into a typed, frozen model, with every mistake told at its place."""

from grader.rubric.load import load_rubric
from grader.rubric.model import Rubric

__all__ = ["Rubric", "load_rubric"]
