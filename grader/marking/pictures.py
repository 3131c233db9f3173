"""Pictures of answers as files beside the sheets of those who read them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path


def write_pictures(
    folder: Path,
    wanted: Iterable[tuple[str, str]],
    picture: Callable[[str, str], bytes | None],
) -> dict[str, str]:
    """Write the pictures of (submission, digest), equal ones once; their file names by digest.

    What is no longer there has the name of a file that is not written.
    """
    names: dict[str, str] = {}
    for submission, digest in wanted:
        if not digest or digest in names:
            continue
        png = picture(submission, digest)
        names[digest] = f"{hashlib.sha256(png or b'').hexdigest()[:20]}.png"
        if png is None:
            continue
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / names[digest]
        if not path.exists():
            path.write_bytes(png)
    return names
