"""How a question for a function begins in a new assignment."""

from __future__ import annotations

from grader.questions.starting import LIKELY, SURE, Said, Started

_SURE = (
    r"\b(?:write|implement|define|complete|create|code|finish|fill in) (?:\w+ ){0,4}"
    r"(?:function|method|procedure|def)\b|\bfunction (?:called|named)\b|\bimplement\b"
)


def start(said: Said) -> Started:
    """The function that the text or its code names, called twice; the reference has the key."""
    found = said.signature
    name, parameters = found if found is not None else (said.name.lower(), ("x",))
    parameters = parameters or ("x",)
    surely = 0
    if said.asks(_SURE):
        surely = SURE + 1 if found is not None else LIKELY
    elif found is not None and f"def {name}" in said.code:
        surely = SURE
    taken = ", ".join(parameters)
    calls = [{"arguments": [number + place for place in range(len(parameters))]}
             for number in (2, 5)]  # fmt: skip
    return Started(
        {"cases": calls},
        f"def {name}({taken}):\n    return {parameters[0]} * 2",
        f"def {name}({taken}):\n    return {parameters[0]} + 1",
        surely,
        name=name,
        take="",
        note="arguments are placeholders; what is right comes from the function in reference/",
    )
