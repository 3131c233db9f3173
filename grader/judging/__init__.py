"""Marking by hand without a web page: one file a question goes out, points come back."""

from grader.judging.answers import Answered, answers_of
from grader.judging.read import read_sheets
from grader.judging.take import take_judgements
from grader.judging.write import write_sheets

__all__ = ["Answered", "answers_of", "read_sheets", "take_judgements", "write_sheets"]
