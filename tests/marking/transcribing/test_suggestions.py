from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from grader.gradebook import Gradebook
from grader.marking.transcribing.suggest import MAX_BYTES, _Failed, answer_of
from tests.marking.transcribing.coursework import RUBRIC, Files, drawn, marks, run, write

SAYS = (
    "import os, sys; data = sys.stdin.buffer.read(); assert data.startswith(b'\\x89PNG');"
    "print('$mean = 2.5$', os.environ['GRADER_QUESTION'], os.environ['GRADER_TAKE'], os.listdir())"
)


def test_a_suggestion_is_no_mark_until_a_person_takes_it(tmp_path: Path) -> None:
    """The command sees a picture and a question, and no name; what it says only prefills a line."""
    write(tmp_path, {"rubric.yaml": RUBRIC, "say.py": SAYS})
    files: Files = {"hw.md": "# Problem 3\n\n![](x.png)\n", "x.png": drawn("mean = 2.5")}
    write(tmp_path / "class" / "ada", files)
    run(
        tmp_path,
        *("grade", "class", "--rubric", "rubric.yaml", "--out", "out", "--isolation", "none"),
    )
    say = f"{sys.executable} {tmp_path / 'say.py'}"
    run(tmp_path, "transcribe", "export", "out", "--transcriber", say)
    sheet = tmp_path / "out" / "transcribing" / "mean.yaml"
    entry = yaml.safe_load(sheet.read_text())["answers"][0]
    assert entry["suggested"] == "$mean = 2.5$ mean formula ['picture.png']"
    run(tmp_path, "transcribe", "import", "out")
    assert marks(tmp_path, "ada")["mean"] == "awaiting"
    (tmp_path / "say.py").write_text("raise SystemExit(4)")
    second = run(tmp_path, "transcribe", "export", "out", "--transcriber", say)
    assert "said nothing" not in second.stderr, "what it said of this picture is kept"
    typed = sheet.read_text().replace(" mean formula ['picture.png']", "")
    sheet.write_text(typed.replace("  instead:\n", "  instead: suggested\n"))
    run(tmp_path, "transcribe", "import", str(sheet), "out")
    assert marks(tmp_path, "ada")["mean"] == 1


def test_a_command_of_the_rubric_is_asked_and_its_failures_cost_nothing(tmp_path: Path) -> None:
    """They are told, and the sheets are there all the same."""
    write(tmp_path, {"rubric.yaml": RUBRIC + "transcriber: [no-such-command, --now]\n"})
    files: Files = {"hw.md": "# Problem 3\n\n![](x.png)\n", "x.png": drawn("mean = 2.5")}
    write(tmp_path / "class" / "ada", files)
    run(
        tmp_path,
        *("grade", "class", "--rubric", "rubric.yaml", "--out", "out", "--isolation", "none"),
    )
    told = run(tmp_path, "transcribe", "export", "out").stderr
    assert "the transcriber said nothing of t" in told and "no-such-command" in told
    assert (tmp_path / "out" / "transcribing" / "mean.yaml").is_file()
    quiet = run(tmp_path, "transcribe", "export", "out", "--transcriber", "")
    assert "transcriber" not in quiet.stderr
    with Gradebook.open(tmp_path / "out" / "gradebook.db", "read") as book:
        assert book.derived.keys("suggestions") == []


BAD = {
    "import time; time.sleep(60)": "took longer",
    "while True: print('x' * 1000)": f"more than {MAX_BYTES}",
    "raise SystemExit(3)": "ended with 3",
    "import os; os.kill(os.getpid(), 9)": "ended with -9",
    "import os, time; os.close(1); time.sleep(60)": "took longer",
}


@pytest.mark.parametrize(("code", "told"), BAD.items(), ids=BAD.values())
def test_a_command_that_fails_says_why(code: str, told: str) -> None:
    """Within its time, whatever it does."""
    start = time.monotonic()
    with pytest.raises(_Failed, match=told):
        answer_of([sys.executable, "-c", code], drawn("x"), {}, 2.0)
    assert time.monotonic() - start < 20


def test_nothing_of_a_command_stays_behind(tmp_path: Path) -> None:
    """A child that it left in the background ends with it."""
    mark = tmp_path / "pid"
    code = (
        "import subprocess, sys;"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'],"
        f" stdout=subprocess.DEVNULL); open({str(mark)!r}, 'w').write(str(p.pid)); print('seen')"
    )
    assert answer_of([sys.executable, "-c", code], drawn("x"), {}, 20.0) == "seen"
    for _ in range(100):
        if not _runs(int(mark.read_text())):
            return
        time.sleep(0.05)
    raise AssertionError("the child still runs")


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.is_file() and status.read_text().rpartition(")")[2].split()[0] == "Z")


def test_what_a_command_writes_moves_no_cursor() -> None:
    """Control characters and broken UTF-8 are made visible."""
    code = r"import sys; sys.stdout.buffer.write(b'a\x1b[2Jb\xff\r\nc')"
    assert answer_of([sys.executable, "-c", code], drawn("x"), {}, 20.0) == "a\ufffd[2Jb\ufffd\nc"


def printed(*lines: str) -> bytes:
    """A page with large print."""
    import io

    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (900, 120 * len(lines) + 60), "white")
    for number, line in enumerate(lines):
        font = ImageFont.load_default(size=48)
        ImageDraw.Draw(image).text((40, 40 + 120 * number), line, fill="black", font=font)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def test_labels_that_a_program_sees_suggest_the_questions_of_a_page(tmp_path: Path) -> None:
    """The extra [ocr]: lines of text and their labels, told on the sheet; nothing is decided."""
    pytest.importorskip("rapidocr", reason="the extra [ocr] is not installed")
    write(tmp_path, {"rubric.yaml": RUBRIC})
    write(tmp_path / "class" / "ada", {"IMG_1.png": printed("Problem 3", "The mean is 2.5")})
    run(
        tmp_path,
        *("grade", "class", "--rubric", "rubric.yaml", "--out", "out", "--isolation", "none"),
    )
    run(tmp_path, "transcribe", "export", "out", "--ocr")
    sheet = tmp_path / "out" / "transcribing" / "pages.yaml"
    entry = yaml.safe_load(sheet.read_text())["answers"][0]
    assert entry["perhaps"] == ["mean"] and "2.5" in entry["suggested"]
    assert entry["questions"] == [] and not entry["transcript"]
    run(tmp_path, "transcribe", "import", "out")
    assert set(marks(tmp_path, "ada").values()) == {"awaiting"}


def test_a_picture_is_looked_at_once(tmp_path: Path) -> None:
    """What was seen is kept by the pixels; where the program was lost it is tried again."""
    from grader.evidence import Unread
    from grader.marking.transcribing import Entry
    from grader.marking.transcribing.seen import Seen

    asked: list[int] = []
    texts = ["", "2.5"]

    def see(pictures: Sequence[bytes]) -> list[str]:
        asked.append(len(pictures))
        return [texts.pop(0) for _ in pictures]

    gap = Unread("picture", picture="d" * 64)
    entry = Entry("mean", "k", "t", (gap, gap), ("ada",), (), True, None, 0)
    with Gradebook.open(tmp_path / "gradebook.db") as book:
        book.derived.keep_pictures("ada", {"d" * 64: drawn("2.5")})
        assert Seen(book, [entry], see)(entry) == ""
        assert Seen(book, [entry], see)(entry) == "2.5\n\n2.5"
        assert Seen(book, [entry, entry], see)(entry) == "2.5\n\n2.5"
    assert asked == [1, 1]
