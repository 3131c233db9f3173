"""Whether several modules may give one name: the look of their bytes tells."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping


def may_have_versions(
    files: Mapping[str, bytes], run: Collection[str], names: Iterable[str]
) -> bool:
    """Whether several of the modules that are `run` seem to give one of the names; cheap."""
    for name in names if len(run) > 1 else ():
        gives = re.compile(
            rb"(?m)^(?:(?:async[ \t]+)?def[ \t]+|class[ \t]+)?" + re.escape(name.encode())
            + rb"[ \t]*[=:(]"
        )  # fmt: skip
        if sum(gives.search(files[one]) is not None for one in run if one in files) > 1:
            return True
    return False
