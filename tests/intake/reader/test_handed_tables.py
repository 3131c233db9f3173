"""Tables in files that a rule names, read inside the sandbox."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest

from grader.intake.reader.handed_tables import is_meant, npy_rows, read_handed_tables
from grader.intake.reader.result import Result


def read(files: dict[str, bytes], names: str = "*pred*") -> Result:
    """What the reader makes of these files under a rule for such names."""
    result = Result()
    read_handed_tables(files, {"questions": [{"id": "q/find.0", "files": names}]}, result)
    return result


def saved(array: Any) -> bytes:
    """The bytes of a file that NumPy saves."""
    out = io.BytesIO()
    np.save(out, array)
    return out.getvalue()


def test_names_fit_whatever_folder_they_are_in() -> None:
    """Alternatives between bars, without case."""
    assert is_meant("out/Predictions.CSV", "*redict*.csv | *.xlsx")
    assert is_meant("a.xlsx", "*redict*.csv | *.xlsx")
    assert not is_meant("train.csv", "*redict*.csv | *.xlsx")


@pytest.mark.parametrize(
    "array",
    [
        np.array([1.5, 2.0]),
        np.array([[1, 2], [3, 4]], dtype=">i4"),
        np.asfortranarray([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
        np.array([True, False]),
        np.array([[0.5]], dtype="f4"),
    ],
)
def test_arrays_as_numpy_saves_them_are_rows(array: Any) -> None:
    """Of any order and type of number."""
    assert npy_rows(saved(array)) == array.reshape(len(array), -1).tolist()


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x93NUMPY", b"\x93NUMPY\x01\x00\x10\x00{'descr': '<f8'}", saved(np.array(["a"])),
        saved(np.zeros((2, 2, 2))), saved(np.zeros(3))[:-4],
        b"\x93NUMPY\x01\x00\xff\xff" + b"(" * 90,
        b"\x93NUMPY\x01\x00\x46\x00{'descr':'<f8','fortran_order':False,'shape':(9**9**4,)}",
    ],
)  # fmt: skip
def test_what_is_no_array_is_a_finding(data: bytes) -> None:
    """Texts, objects, cubes, cut files: never an exception, and a person looks at it."""
    result = read({"pred.npy": data})
    assert [one.candidates for one in result.sections["q/find.0"]] == [[]]
    assert [row["why"] for row in result.sections["q/find.0"][0].unread] == ["damaged"]
    assert result.findings[0][0] == "table-damaged"


def test_only_the_meant_files_are_read() -> None:
    """A table is a candidate with its heads."""
    result = read({"pred.csv": b"id;p\n1;0,5\n2;0,7\n", "train.csv": b"a,b\n1,2\n"})
    (section,) = result.sections["q/find.0"]
    assert section.candidates[0]["value"] == [["id", "p"], [1, 0.5], [2, 0.7]]


def test_a_table_of_millions_is_a_persons() -> None:
    """It is not read, and that is said."""
    result = read({"pred.csv": b"1,2\n" * 100_000})
    assert result.findings[0][0] == "file-too-large"
    assert result.sections["q/find.0"][0].unread[0]["why"] == "unread"
