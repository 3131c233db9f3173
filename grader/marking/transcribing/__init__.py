"""What stands in pictures, typed in by people and marked by the machine like any answer."""

from grader.marking.transcribing.entries import Entry, entries_of
from grader.marking.transcribing.put_in import TypedIn
from grader.marking.transcribing.read import read_transcripts
from grader.marking.transcribing.take import Taken, take_transcripts
from grader.marking.transcribing.write import write_transcripts

__all__ = [
    "Entry",
    "Taken",
    "TypedIn",
    "entries_of",
    "read_transcripts",
    "take_transcripts",
    "write_transcripts",
]
