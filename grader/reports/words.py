"""The words, signs and file names that reports use, the same in every format."""

import re

STATUS_WORDS = {
    "correct": "Correct",
    "partial": "Partly correct",
    "incorrect": "Not correct",
    "missing": "Not found",
    "awaiting": "Your teacher reads this",
    "not_gradable": "Could not be graded",
}
"""A status as a student reads it."""

CARRIED = "Carried over, no points lost"
"""The headline of an answer that follows from an earlier mistake and loses nothing by it."""
NOTHING_TO_DO = "Nothing to do"
"""What a student does about a mark that a person, or we, have to decide."""
ANOTHER_NAME = "under another name"
"""What is said of code that may be an answer and was not read for its name."""

WAITING_WORDS = {
    "free_text": "texts to judge",
    "unread": "not read by the machine",
    "unsure": "not surely read",
    "differs": "answered differently in two places",
    "undecided": "that no machine can decide",
    "borderline": "too near to a threshold",
    "": "without a reason given",
}
"""The same reasons after a number of marks."""

NOT_RUN = "Not run"
"""The word for an answer that stands below the line where code stopped."""
NO_VALUE = "No value"
"""The word for an answer that is there by name, and holds nothing that can be read."""

CLASS_WORDS = {**STATUS_WORDS, "awaiting": "To judge"}
"""The same as an instructor reads it."""

STATUS_MEANS = {
    "correct": "",
    "partial": "",
    "incorrect": "",
    "missing": "No answer to this question was found in what you handed in.",
    "awaiting": "These points count neither for nor against you until a person has decided.",
    "not_gradable": "This is our fault, not yours, and it is not a zero.",
}
"""What a status means, where the word alone does not say it."""

REASON_WORDS = {
    "free_text": "a text that a person judges",
    "unread": "not read by the machine",
    "unsure": "read, but not surely",
    "differs": "two places answer differently",
    "undecided": "no machine can decide it",
    "borderline": "too near to a threshold",
    "": "without a reason given",
}
"""Why a mark waits for a person, as the instructor reads it."""

SIGNS = {
    "correct": "✓",
    "partial": "◐",
    "incorrect": "✗",
    "missing": "○",
    "awaiting": "…",
    "not_gradable": "!",
}
"""A sign for each status, so that no report depends on colour."""

SUBMISSION_WORDS = {
    "graded": "Graded",
    "awaiting": "To judge in part",
    "not_gradable": "Needs the instructor",
}
"""A submission's status in words."""

NEAR_MISS = "name-near-miss"
"""The kind of the finding that tells of a misspelt name, shown at its question."""

LATE = "late"
"""The kind of the finding that holds the arithmetic of lateness, shown beside the score."""

KEPT_FROM_RUNNING = frozenset(
    {"load-error", "load-lost", "syntax-error", "unreadable", "reader-lost"}
)
"""Kinds of findings that say why files were not read or code did not run to its end."""

FOR_STAFF = frozenset(
    {"several-submissions", "roster-unmatched", "platform-index", "unrecognised-name"}
    | {"said-after-hidden"}
)
"""Kinds of findings about the class, or with words that may repeat hidden inputs; a student's page
and files do not show them."""

TIER_WORDS = {
    "namespaces": "namespaces, seccomp, landlock and limits (tier A)",
    "landlock": "landlock, seccomp and limits (tier B)",
    "none": "none: what was handed in ran without a sandbox",
}
"""The verified sandbox in words."""

_SPELT = {
    "auc": "AUC",
    "brier": "Brier score",
    "kl": "KL",
    "mle": "MLE",
    "nan": "NaN",
    "relu": "ReLU",
    "roc": "ROC",
}
"""Words that are written in their own way."""


def named(mistake: str) -> str:
    """An id as words: `sequential_update` becomes `sequential update`, `roc_auc` `ROC AUC`."""
    return " ".join(_SPELT.get(word, word) for word in re.split(r"[_. ]+", mistake))


def part_name(part_id: str, question_id: str, word: str) -> str:
    """A part of a question in words: `Item 3`, `Entry 1.2`, or what its own id says."""
    own = part_id.removeprefix(f"{question_id}.")
    return f"{word} {own}" if own[:1].isdecimal() else named(own)


def safe_name(submission_id: str) -> str:
    """A submission's id as a file name; ids are made safe on reading, this is the second lock."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", submission_id).lstrip(".")[:80] or "-"
