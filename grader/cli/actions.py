"""What a command hands to GitHub Actions beside what it prints."""

from __future__ import annotations

import os
from pathlib import Path

import click


def hand_over(variable: str, text: bytes) -> None:
    """Append to the file that Actions names in a variable; where that may not be, say so."""
    place = os.environ.get(variable)
    if not place or not text:
        return
    try:
        with Path(place).open("ab") as file:
            file.write(text)
    except OSError as error:
        said = f"{variable} cannot be written ({error.strerror}), so that part is left out"
        click.echo(said, err=True)
