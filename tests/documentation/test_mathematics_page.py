"""The page on mathematics says what is true."""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "mathematics.md"


def test_every_block_of_python_runs() -> None:
    """The examples hold as they stand."""
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), {})  # our own page
