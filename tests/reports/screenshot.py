"""Takes the picture of a report for the README.

`python -m tests.reports.screenshot REPORT.html docs/images/report.png [HEIGHT [QUESTION]]` needs
Chromium; with a question's id, the questions before it are left out.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

WIDTH = 1040


def screenshot(page: Path, image: Path, height: int = 1500, first: str = "") -> None:
    """Save the top of a page as a sharp picture on light ground; `first` is a question's id."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is not installed"
    with tempfile.TemporaryDirectory() as profile:
        copy = Path(profile) / "page.html"
        hidden = f'.question:has(~ [id="q-{first}"]) {{ display: none }}' if first else ""
        text = page.read_text(encoding="utf-8").replace("</style>", f"{hidden}</style>", 1)
        copy.write_text(text, encoding="utf-8")
        command = [
            program, "--headless", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
            f"--user-data-dir={profile}", "--force-device-scale-factor=2",
            "--blink-settings=preferredColorScheme=1", f"--window-size={WIDTH},{height}",
            f"--screenshot={image.resolve()}", copy.as_uri(),
        ]  # fmt: skip
        if os.geteuid() == 0:
            command.insert(1, "--no-sandbox")
        subprocess.run(command, check=True, capture_output=True, timeout=120)


if __name__ == "__main__":
    height = int(sys.argv[3]) if sys.argv[3:] else 1500
    screenshot(Path(sys.argv[1]), Path(sys.argv[2]), height, "".join(sys.argv[4:5]))
