"""The JSON Schema of rubrics, for editors that complete and explain while one types."""

from __future__ import annotations

import json

from grader.questions import BY_NAME
from grader.rubric.model import rubric_of


def schema_text() -> str:
    """The schema as it is committed beside the rubrics, with field descriptions."""
    schema = rubric_of(BY_NAME).model_json_schema(mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "A grader rubric"
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
