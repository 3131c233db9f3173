"""Evidence is whatever a hostile process sends: measuring and marking never raise for it."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.evidence import Answer
from grader.marking.facts import build_facts
from grader.marking.measures import measure_all
from grader.questions.architecture import Architecture
from grader.questions.base import Given
from grader.values import Array, Opaque
from tests.measures.homework import experts, improvement, performance

NET = Architecture.model_validate(
    {
        "kind": "architecture",
        "id": "net",
        "points": 1,
        "name": "Net",
        "layers": (2, 1),
        "activations": ("sigmoid",),
    }
)
QUESTIONS = (performance(), improvement(), experts(), NET)
FACTS = build_facts(QUESTIONS, 3)

NAMES = (
    "ok batches method also classes value type line stage message gate_weights "
    "expert_predictions steps parameters trainable output"
)
keys = st.sampled_from(NAMES.split())
leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.complex_numbers()
    | st.just(10**400)
    | st.just(Opaque("x", "y"))
    | st.just(Array("<f8", (2, 2), bytes(32)))
    | st.just(Array("<f8", (0, 3), b""))
    | st.just(["v", 0])
    | st.just(["aten::mm", [["v", 0], ["v", 0]], {}, 1])
)
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=6) | st.dictionaries(keys, inner), max_leaves=25
)
fits = st.lists(
    st.fixed_dictionaries(
        {"ok": st.just(True), "batches": st.lists(values, min_size=4, max_size=4)},
        optional={"also": values, "classes": values, "method": values},
    ),
    min_size=1,
    max_size=6,
)
called = st.lists(st.fixed_dictionaries({"ok": st.just(True), "value": values}), max_size=2)
summaries = st.fixed_dictionaries(
    {name: values for name in ("steps", "parameters", "trainable", "output", "value")}
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(model=fits | values, columns=called | values, network=summaries | values)
def test_no_evidence_raises(model: Any, columns: Any, network: Any) -> None:
    """Every question ends with a mark between nothing and its points."""
    answers = {"p5.performance": model, "p5.experts": columns, "net": network}
    outcomes = {name: Answer(value) for name, value in answers.items()}
    measured = measure_all(QUESTIONS, FACTS, outcomes, 3)
    main = Given({"": outcomes["p5.performance"]}, measures=measured.get("p5.performance", {}))
    for question in QUESTIONS:
        given = Given(
            {"": outcomes[question.id]} if question.id in outcomes else {},
            measures=measured.get(question.id, {}),
            others=lambda _: main,
        )
        mark = question.mark(given)
        assert mark.score is not None
        assert 0 <= mark.score <= question.points
