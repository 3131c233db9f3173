"""Makes tiny downloads as each course platform packs them, for `test_platforms.py`."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

MODULE = "TRUE_FALSE = [True]\n"

CANVAS = {
    "doejane_101_5001_hw2.ipynb": "old",
    "doejane_101_5002_hw2-1.ipynb": "new",
    "doejane_101_5003_notes.md": "# Problem 1",
    "oneilsean_LATE_102_5004_submission.py": MODULE,
    "garcamara_103_text.html": "<p>Problem 1</p>",
    "anon_a8Xz_5006_submission.py": MODULE,
    "teamseven_104_5007_problem-1.py": MODULE,
    "teamseven_104_5008_problem-2.py": MODULE,
}
MOODLE_FOLDERS = {
    "Jane Doe_2001_assignsubmission_file/hw2/submission.py": MODULE,
    "Seán O'Neil_2002_assignsubmission_file_/hw2.ipynb": "{}",
    "Seán O'Neil_2002_assignsubmission_onlinetext/onlinetext.html": "<p>x</p>",
    "García López, Mara_2003_assignsubmission_file_/submission.py": MODULE,
    "Participant_2004_assignsubmission_file_/submission.py": MODULE,
}
MOODLE_FLAT = {
    "Jane Doe_2001_assignsubmission_file_submission.py": MODULE,
    "Jane Doe_2001_assignsubmission_file_data_1.csv": "1",
    "Li_Wei_2002_assignsubmission_file_hw2.ipynb": "{}",
    "Li_Wei_2002_assignsubmission_onlinetext_onlinetext.html": "<p>x</p>",
}
BRIGHTSPACE = {
    "index.html": "<html></html>",
    "12345-678 - Jane Doe - Feb 20, 2025 1159 PM/hw2.py": "OLD = 1\n",
    "12345-678 - Jane Doe - Feb 21, 2025 905 AM/hw2.py": MODULE,
    "12346-678 - Mary-Ann O'Neil - Feb. 21, 2025 1230 AM/hw2.ipynb": "{}",
    "group7-678 - Team Seven - Feb 21, 2025 100 PM/submission.py": MODULE,
}
BLACKBOARD = {
    "Homework 2_jdoe_attempt_2025-02-20-23-59-01.txt": "Name: Jane Doe (jdoe)\nAssignment: x\n",
    "Homework 2_jdoe_attempt_2025-02-20-23-59-01_hw2.py": "OLD = 1\n",
    "Homework 2_jdoe_attempt_2025-02-21-08-00-00.txt": "Name: Jane Doe (jdoe)\nAssignment: x\n",
    "Homework 2_jdoe_attempt_2025-02-21-08-00-00_hw2.py": MODULE,
    "Homework 2_msmith_attempt_2025-02-21-09-00-00.txt": "Name: Mary Smith (msmith)\n",
    "Homework 2_msmith_attempt_2025-02-21-09-00-00_part_a.ipynb": "{}",
    "Homework 2_msmith_attempt_2025-02-21-09-00-00_part_b.md": "# Problem 3",
}
GRADESCOPE_INDEX = """\
submission_900001:
  :submitters:
  - :name: Jane Doe
    :sid: '2001'
    :email: jane@example.edu
  - :name: Sean O'Neil
    :sid: '2002'
    :email: sean@example.edu
  :created_at: 2025-02-21 08:00:00.000000000 Z
  :score: 0.0
  :results:
    tests:
    - output: "hello: &x [*y"
submission_900002:
  :submitters:
  - :name: Li Wei
    :sid: '2003'
    :email: li@example.edu
  :created_at: 2025-02-20 08:00:00 -0500
submission_900003:
  :submitters:
  - :name: Li Wei
    :sid: '2003'
    :email: li@example.edu
  :created_at: 2025-02-22 08:00:00 -0500
"""
GRADESCOPE = {
    "submission_metadata.yml": GRADESCOPE_INDEX,
    "submission_900001/submission.py": MODULE,
    "submission_900002/submission.py": "OLD = 1\n",
    "submission_900003/hw2/submission.py": MODULE,
}
GITHUB = {
    "hw2-jdoe/submission.py": MODULE,
    "hw2-jdoe/.git/HEAD": "ref: refs/heads/main\n",
    "hw2-o-neil/submission.py": MODULE,
    "hw2-team-seven/hw2.ipynb": "{}",
}

NBGRADER = {
    "jdoe/hw2/problem1.ipynb": "{}",
    "jdoe/hw2/timestamp.txt": "2025-02-21 08:00:00.123456 UTC",
    "li-wei/hw2/problem1.ipynb": "{}",
    "li-wei/hw2/data/table.csv": "1",
    "li-wei/hw2/timestamp.txt": "2025-02-21 09:00:00 CET",
    "mara/hw2/problem1.ipynb": "{}",
}
EXCHANGE = {
    "jdoe+hw2+2025-02-20 08:00:00.123456 UTC/problem1.ipynb": "old",
    "jdoe+hw2+2025-02-21 08:00:00.123456 UTC+a1B2/problem1.ipynb": "{}",
    "jdoe+hw2+2025-02-21 08:00:00.123456 UTC+a1B2/timestamp.txt": "2025-02-21 08:00:00.1 UTC",
    "li-wei+hw2+2025-02-21 09:00:00 UTC/problem1.ipynb": "{}",
}


def lay_out(folder: Path, files: dict[str, str]) -> Path:
    """Write these files below `folder`."""
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder


def pack(path: Path, files: dict[str, str], wrapper: str = "") -> Path:
    """The same files in a zip, with the clutter that macOS adds."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(wrapper + name, text)
        archive.writestr("__MACOSX/._x", "clutter")
    return path


def pack_tar(path: Path, files: dict[str, str]) -> Path:
    """The same files in a compressed tar."""
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            info = tarfile.TarInfo(f"./{name}")
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return path
