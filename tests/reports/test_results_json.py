"""`results.json` is byte-stable, plain ASCII and keeps the pinned order."""

from tests.reports.example_results import example


def test_x() -> None:
    """x."""
    assert example()
