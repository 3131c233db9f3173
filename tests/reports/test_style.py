"""The style sheet keeps text readable in light and dark, and asks for nothing outside."""

import re
from pathlib import Path

import pytest

from grader.reports.pages import page
from grader.reports.pages.page import TEMPLATES

SHEET = (TEMPLATES / "report.css").read_text("utf-8")
TONES = ("correct", "partial", "incorrect", "missing", "awaiting", "not_gradable")


def palette(dark: bool) -> dict[str, str]:
    """The colours of one scheme by name."""
    light, _, rest = SHEET.partition("@media screen and (prefers-color-scheme: dark)")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    if dark:
        colours |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", rest.partition("\n}")[0]))
    return colours


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as WCAG 2.2 defines it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_has_contrast(dark: bool) -> None:
    """Every text colour reaches 4.5 on every ground that it stands on."""
    colours = palette(dark)
    pairs = [(name, ground) for name in ("ink", "soft", "accent") for ground in ("paper", "wash")]
    pairs += [(tone, ground) for tone in TONES for ground in ("paper", f"{tone}-wash")]
    pairs += [("ink", f"{tone}-wash") for tone in TONES]
    poor = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < 4.5} == {}


def test_nothing_is_fetched() -> None:
    """No import, no address, no font file."""
    for path in TEMPLATES.glob("*.css"):
        text = path.read_text("utf-8")
        assert not re.search(r"@import|url\(|@font-face|https?:", text)


def test_templates_hold_no_script_and_no_unescaped_value() -> None:
    """Not one template turns escaping off or brings a script, but for the one of the class page."""
    for path in TEMPLATES.rglob("*.j2"):
        text = path.read_text("utf-8")
        if path.name == "class.html.j2":
            text = text.replace("<script>{{ script }}</script>", "")
        assert not re.search(r"\|\s*safe|autoescape|<script|javascript:", text), path.name


def test_code_in_sub_folders_is_part_of_the_design(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages are written again for changed code of reports in a folder of any depth."""
    (tmp_path / "pages/deep").mkdir(parents=True)
    code = tmp_path / "pages/deep/one.py"
    code.write_text("A = 1")
    monkeypatch.setattr(page, "REPORTS", tmp_path)
    first = page.design.__wrapped__()
    code.write_text("A = 2")
    assert page.design.__wrapped__() != first
