"""Comments of LaTeX, and the signs of per cent that nobody escaped, which LaTeX takes for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

COMMENT = re.compile(r"(?<!\\)%")
_CODE = re.compile(r"\\(begin|end)\{(?:verbatim|lstlisting|minted|python|Verbatim)\*?\}")
_SHARE = re.compile(r"(?<![\\\w.,])(?:[-+−]?\d+(?:[.,]\d+)?)%(?![%\w])")


def with_shares(lines: Iterable[str]) -> Iterator[str]:
    r"""The lines, where `25%` stays as `25\unescapedpercent`, which nobody reads but a person.

    What is printed lacks the sign and the rest of the line; what was meant has them.
    """
    code = False
    for line in lines:
        mark = _CODE.search(line)
        code = mark[1] == "begin" if mark is not None else code
        comment = COMMENT.search(line)
        share = _SHARE.search(line) if comment is not None and not code else None
        while share is not None and comment is not None and share.end() == comment.end():
            line = f"{line[: share.end() - 1]}\\unescapedpercent {line[share.end() :]}"
            comment, share = COMMENT.search(line, share.end()), _SHARE.search(line, share.end())
        yield line
