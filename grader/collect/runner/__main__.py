"""Runs one job in a plain process: frames on standard input and output, prints on error.

Started as `python -I grader/collect/runner [FOLDER]`; FOLDER becomes the work folder.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import frames  # noqa: E402
import job  # noqa: E402


def main():
    """Keep the two pipes for frames, so that prints and reads of student code go elsewhere."""
    pipes = frames.standard_pipes()
    if len(sys.argv) > 1:
        os.chdir(sys.argv[1])
    del sys.argv[1:]
    job.run(pipes)
    os._exit(0)


if __name__ == "__main__":
    main()
