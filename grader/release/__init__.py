"""The student's package: a rubric without its key, data, templates, instructions and a workflow."""

from grader.release.package import Package, package_of, release

__all__ = ["Package", "package_of", "release"]
