"""Pictures have stable bytes, unique ids, the page's colours, and survive any numbers."""

import math
import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from grader.reports.pictures import PICTURES, contours, pictures, plots
from grader.reports.pictures.axes import ticks
from tests.reports.example_results import example_plots
from tests.reports.hostile import PAYLOADS, hostile_plots

ALL = {name: data for answer in example_plots().values() for name, data in answer.items()}


def test_every_picture_is_drawn() -> None:
    """One drawing a name, each well-formed with a title and a description."""
    assert set(ALL) == set(PICTURES)
    drawn = pictures(ALL, "p5.performance")
    assert len(drawn) == 6
    for picture in drawn:
        tree = ElementTree.fromstring(picture.svg)
        assert [child.tag for child in tree][:2] == ["title", "desc"]
        assert picture.caption


def test_bytes_are_stable_between_processes() -> None:
    """Two interpreters draw the same bytes, so pages do not change by themselves."""
    program = (
        "import hashlib; from grader.reports.pictures import pictures;"
        "from tests.reports.example_results import example_plots as e;"
        "s=''.join(p.svg for q, d in sorted(e().items()) for p in pictures(d, q));"
        "print(hashlib.sha256(s.encode()).hexdigest())"
    )
    runs = {
        subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
        for _ in range(2)
    }
    assert len(runs) == 1


def test_the_curve_is_laid_over_its_axes() -> None:
    """The corners of the unit square fall on the ends of both axes."""
    axes = plots._roc_axes("test-")
    (left, bottom), (right, top) = axes.at((0, 0)), axes.at((1, 1))
    assert 20 < left < right < axes.width and 0 < top < bottom < axes.height
    assert right - left == pytest.approx(bottom - top, rel=0.02)
    assert axes.path([[0, 0], [float("nan"), 1], [1, 1]]).count("L") == 1


def test_colours_are_the_pages_own() -> None:
    """Nothing is drawn in a fixed black or white that dark mode would swallow."""
    drawn = pictures(ALL, "p5.performance")
    for picture in drawn:
        assert not re.search(r"#[0-9a-f]{6}", picture.svg)
        assert "<metadata" not in picture.svg and "http://www.w3.org/1999/xlink" not in picture.svg


def test_two_questions_share_no_id() -> None:
    """Ids inside drawings are kept apart by question."""
    first, second = (
        set(re.findall(r'\bid="([^"]+)"', "".join(p.svg for p in pictures(ALL, q))))
        for q in ("p5.performance", "p5.improvement")
    )
    assert first and not first & second


def test_without_matplotlib_there_is_a_plain_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bare install still shows the curve and the path."""
    monkeypatch.setattr(plots, "_has_matplotlib", lambda: False)
    monkeypatch.setattr(contours, "_has_contourpy", lambda: False)
    for cached in (plots._roc_axes, contours._background):
        cached.cache_clear()
    try:
        assert "true positive rate" in plots.roc(ALL["roc"], "bare")
        bare = contours.descent(ALL["descent"])
        assert 'class="student"' in bare and "grid-line" not in bare
    finally:
        for cached in (plots._roc_axes, contours._background):
            cached.cache_clear()


def test_the_path_lies_on_level_curves() -> None:
    """Curves, numbered points and the variables' names; points outside the window are left out."""
    drawn = contours.descent(
        {**ALL["descent"], "names": ["θ1", "θ2"], "key": [[2, 9], [-1.5, 8.4]]}
    )
    assert drawn.count('class="level"') >= 10
    assert drawn.count("<circle") == 4
    assert ">θ1<" in drawn and ">start<" in drawn and 'stroke-dasharray="5 3"' in drawn
    assert drawn.count('class="downhill"') == 3 and "halo faint" in drawn
    outside = contours.descent({**ALL["descent"], "path": [[2, 9], [99, 99]]})
    assert outside.count("<circle") == 1


def test_arrows_point_downhill() -> None:
    """On a bowl every arrow points to the middle, also where the axes' scales differ."""
    grid = [[x * x + y * y for x in range(-5, 6)] for y in range(-5, 6)]
    bowl = {"x": [-5, 5], "y": [-5, 5], "values": grid, "path": [[3, 3], [-4, 2], [0, 0]]}
    drawn = str(contours.descent(bowl))
    arrows = re.findall(r'M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)M[^"]*" class="downhill"', drawn)
    places = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', drawn)
    middle = tuple(map(float, places[2]))
    assert len(arrows) == 2
    for arrow in arrows:
        start, tip = tuple(map(float, arrow[:2])), tuple(map(float, arrow[2:]))
        assert math.dist(tip, middle) < math.dist(start, middle)


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((0, 1), [0, 0.2, 0.4, 0.6, 0.8, 1]),
        ((-6.3, 3.1), [-6, -4, -2, 0, 2]),
        ((0, 0), [0]),
        ((float("nan"), 1), []),
        ((1e6, 1e6 + 50), [1000000, 1000010, 1000020, 1000030, 1000040, 1000050]),
    ],
)
def test_ticks_are_round_numbers(span: tuple[float, float], expected: list[float]) -> None:
    """Multiples of 1, 2 or 5 inside the span."""
    assert ticks(span) == expected


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_labels_and_numbers_stay_well_formed(payload: str) -> None:
    """NaN, infinity and any label give a drawing, not a crash nor a tag."""
    for picture in pictures(hostile_plots(payload), "p5"):
        ElementTree.fromstring(picture.svg)
        assert "nan" not in re.sub(r">[^<]*<", "", picture.svg)
