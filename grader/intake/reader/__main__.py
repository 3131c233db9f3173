"""Runs the reader in a plain process: frames on standard input and output, prints on error."""

from __future__ import annotations

import os
import sys

sys.path[:0] = [os.path.dirname(os.path.abspath(__file__))]  # noqa: PTH100, PTH120

import frames  # type: ignore[import-not-found]  # noqa: E402
import job  # type: ignore[import-not-found]  # noqa: E402

del sys.path[0]


def main() -> None:
    """Answer the one request that comes in."""
    job.run(frames.standard_pipes())
    os._exit(0)


if __name__ == "__main__":
    main()
