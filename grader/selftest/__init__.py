"""A rubric proves itself: what is right is full in every form, what is wrong is not."""

from grader.selftest.proof import Proof, prove
from grader.selftest.trial import Survivor

__all__ = ["Proof", "Survivor", "prove"]
