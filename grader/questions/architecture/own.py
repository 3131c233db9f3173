"""Networks that the rubric lists as mistakes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from grader.questions.architecture.compare import differences
from grader.questions.architecture.network import Network
from grader.questions.base import Given

if TYPE_CHECKING:
    from grader.questions.architecture import Architecture

FIELDS = frozenset({"layers", "activations", "steps", "bias"})


def is_network(question: Architecture, answer: Any, given: Given) -> bool:
    """Whether the network found is the one of a mistake; `ValueError` says what to write."""
    if not isinstance(answer, dict) or not answer or not answer.keys() <= FIELDS:
        raise ValueError(
            "write a network as the question does, such as {layers: [4, 8, 3], activations: "
            "[relu, linear]}"
        )
    own = question.model_dump(mode="json", exclude_unset=True, exclude={"mistakes", "range"})
    try:
        other = type(question).model_validate_json(json.dumps({**own, **answer}))
    except ValidationError as error:
        raise ValueError(error.errors(include_url=False)[0]["msg"]) from None
    if wrong := other.problems():
        raise ValueError(f"{wrong[0][0]}: {wrong[0][1]}")
    if given.value == answer:  # the answer itself, as a rubric's check hands it over
        return True
    found = dict(given.measures) or question.measure(given)
    plain = [one["network"] for one in found.get("networks", (found,)) if "network" in one]
    return any(
        all(check.passed for check in differences(Network.from_plain(one), other.wanted))
        for one in plain
    )
