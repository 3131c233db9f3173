"""The workflow that a released package brings for a student's own repository."""

from __future__ import annotations

WORKFLOW = """\
# Checks the form of the answers at each push. It needs no secret and no key.
name: check
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: python -m pip install "homework-grader[grade,course]"
      - run: grader check submission --rubric rubric.yaml --html report.html
      - if: always()
        uses: actions/upload-artifact@v4
        with:
          name: report
          path: report.html
          if-no-files-found: ignore
"""


def workflow() -> str:
    """A workflow of GitHub Actions."""
    return WORKFLOW
