"""Takes the picture of a report for the README.

`python -m tests.reports.screenshot REPORT.html docs/images/report.png [HEIGHT]` needs Chromium.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

WIDTH = 1040


def screenshot(page: Path, image: Path, height: int = 1500) -> None:
    """Save the top of a page as a sharp picture on light ground."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is not installed"
    with tempfile.TemporaryDirectory() as profile:
        command = [
            program, "--headless", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
            f"--user-data-dir={profile}", "--force-device-scale-factor=2",
            "--blink-settings=preferredColorScheme=1", f"--window-size={WIDTH},{height}",
            f"--screenshot={image.resolve()}", page.resolve().as_uri(),
        ]  # fmt: skip
        if os.geteuid() == 0:
            command.insert(1, "--no-sandbox")
        subprocess.run(command, check=True, capture_output=True, timeout=120)


if __name__ == "__main__":
    screenshot(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:4]))
