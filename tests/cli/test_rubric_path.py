"""A rubric is given bare or as `--rubric`, once, wherever a command needs no other path."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import cli
from grader.errors import EXIT_CALLER, EXIT_DONE

RUBRIC = str(Path(__file__).parents[2] / "rubric" / "two_questions.yaml")


@pytest.mark.parametrize("given", [[RUBRIC], ["--rubric", RUBRIC]], ids=["bare", "named"])
def test_both_ways_are_taken(given: list[str], tmp_path: Path) -> None:
    """By what checks a rubric, and by what makes the students' package."""
    done = CliRunner().invoke(cli, ["validate", *given])
    assert done.exit_code == EXIT_DONE and "2 questions" in done.output
    done = CliRunner().invoke(cli, ["release", *given, "--out", str(tmp_path / "out")])
    assert done.exit_code == EXIT_DONE and (tmp_path / "out" / "rubric.yaml").is_file()


@pytest.mark.parametrize("given", [[], [RUBRIC, "--rubric", RUBRIC]], ids=["none", "two"])
@pytest.mark.parametrize("command", ["selftest", "release"])
def test_none_and_two_are_the_callers_mistake(
    command: str, given: list[str], tmp_path: Path
) -> None:
    """One message each, and nothing is run."""
    more = ["--out", str(tmp_path / "out")] if command == "release" else []
    done = CliRunner().invoke(cli, [command, *given, *more])
    assert done.exit_code == EXIT_CALLER
    assert ("Give one rubric." if given else "Missing argument 'RUBRIC'.") in done.output


def test_validate_takes_several_and_wants_one() -> None:
    """However they are written, each is told."""
    done = CliRunner().invoke(cli, ["validate", RUBRIC, "--rubric", RUBRIC])
    assert done.output.count("2 questions") == 2
    assert CliRunner().invoke(cli, ["validate"]).exit_code == EXIT_CALLER
