"""Words for an outcome that brought no answer back."""

from __future__ import annotations

from grader.evidence import Died, Malformed, Missing, Outcome, Raised, TimedOut

NOT_HERE = frozenset({"library", "card", "process", "window"})
"""What this machine lacks and another may have; the rest a person can judge by what there is."""


def explain(outcome: Outcome, expected: str) -> str:
    """One sentence for an outcome without a value: what happened, where, what was expected."""
    match outcome:
        case Raised(type_, message, source, _, stage, hidden):
            where = f" at {source.where()}" if source.where() else ""
            said = "" if hidden or not message else f": {message}"
            doing = f" while {stage}" if stage else ""
            return f"Your code raised {type_}{where}{doing}{said}. Expected: {expected}."
        case TimedOut(seconds, stage):
            doing = f" while {stage}" if stage else ""
            return (
                f"Your code was stopped after {seconds:g} s{doing}, the time allowed here. "
                f"Expected: {expected}."
            )
        case Died(reason, stage):
            doing = f" while {stage}" if stage else ""
            return f"The process running your code ended{doing}: {reason}. Expected: {expected}."
        case Malformed(reason):
            return f"What came back could not be read: {reason}. Expected: {expected}."
        case Missing(reason):
            return reason or f"No answer was found. Expected: {expected}."
    return f"No answer could be read. Expected: {expected}."
