"""Marks made readable: one file per format, every student-controlled character treated as hostile.

`write_reports` writes a run's results in any of `FORMATS`. Nothing heavy is imported before a
format is asked for.
"""

from grader.reports.extras import Extras
from grader.reports.formats import FORMATS, write_reports

__all__ = ["FORMATS", "Extras", "write_reports"]
