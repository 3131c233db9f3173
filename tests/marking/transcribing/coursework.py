"""A class that hands in pictures, and a rubric for it, made here."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

Files = dict[str, bytes | str]
"""Files by their names, as bytes or as text."""

RUBRIC = r"""
title: Drawn by hand
seed: 7
questions:
  - id: gradient
    kind: symbolic
    title: The gradient
    points: 1
    prompt: "Give the gradient of x² + 3xy."
    writeup: {under: ["Problem 1", "a"], take: formula, of: ['\nabla f'], parts: ['f_x', 'f_y']}
    variables: [x, y]
    key: ["2*x + 3*y", "3*x"]
    gradient_of: "x^2 + 3*x*y"
  - id: steps
    kind: descent
    points: 2
    writeup: {under: ["Problem 1", "b"], take: table, of: [x, y]}
    objective: "x^2 + 3*x*y"
    variables: [x, y]
    start: [1, 1]
    step_size: 0.1
    steps: 2
    follow_through: gradient
  - id: inverse
    kind: numeric
    points: 2
    writeup: {under: ["Problem 2"], take: matrix, of: [B]}
    key: [[1, -2], [0.5, 4]]
  - id: mean
    kind: numeric
    points: 1
    writeup: {under: ["Problem 3"], take: formula, of: [mean]}
    key: 2.5
    tolerance: {absolute: 0.01}
"""

RIGHT = {
    "gradient": r"$\nabla f = (2x + 3y, 3x)$",
    "steps": "0.5 | 0.7\n0.19 | 0.55",
    "inverse": "1 | -2\n0.5 | 4",
    "mean": "2.5",
}


def drawn(*words: str, size: tuple[int, int] = (420, 160), form: str = "PNG") -> bytes:
    """A picture that differs with its words."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(words):
        draw.text((12, 12 + 22 * number), line, fill="black")
    buffer = io.BytesIO()
    image.save(buffer, form)
    return buffer.getvalue()


def scan(*pages: str) -> bytes:
    """A PDF of photographed pages without any text in it."""
    from PIL import Image

    images = [Image.open(io.BytesIO(drawn(*page.split("\n"), size=(600, 800)))) for page in pages]
    buffer = io.BytesIO()
    images[0].save(buffer, "PDF", save_all=True, append_images=images[1:])
    return buffer.getvalue()


def write(folder: Path, files: Files) -> None:
    """Put the files of a submission, or of a class, into a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def run(folder: Path, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    """A command line in a process of its own, in a folder."""
    command = [sys.executable, "-m", "grader", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done


def questions(folder: Path, submission: str) -> dict[str, Any]:
    """What results.json says of each question of a submission."""
    found = json.loads((folder / "out" / "results.json").read_text())
    one = next(one for one in found["submissions"] if one["id"] == submission)
    return {question["id"]: question for question in one["questions"]}


def marks(folder: Path, submission: str) -> dict[str, Any]:
    """The scores of a submission, the status where there is none."""
    found = questions(folder, submission)
    return {
        name: one["status"] if one["score"] is None else one["score"] for name, one in found.items()
    }


def typed(sheet: Path, *texts: str) -> None:
    """Type texts into the entries of a YAML sheet, one after the other."""
    pieces = sheet.read_text().split("  transcript: |\n")
    assert len(pieces) == len(texts) + 1, sheet.read_text()
    made = pieces[0]
    for text, piece in zip(texts, pieces[1:], strict=True):
        lines = [f"    {line}" if line else "" for line in text.split("\n")]
        made += "\n".join(["  transcript: |", *lines]) + "\n" + piece
    sheet.write_text(made)
