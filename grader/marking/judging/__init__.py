"""Marking by hand without a web page: one file a question goes out, points come back."""

from grader.marking.judging.answers import Answered, answers_of
from grader.marking.judging.read import read_sheets
from grader.marking.judging.take import take_judgements
from grader.marking.judging.write import write_sheets

__all__ = ["Answered", "answers_of", "read_sheets", "take_judgements", "write_sheets"]
