"""`make mutants`: small changes of the code that decides about marks, which its tests have to see.

mutmut makes the changes and runs the tests (`[tool.mutmut]` in pyproject.toml says of which files
and which tests). Of each file a sample is tried, the same each time; what changes nothing but the
words of a sentence is left out. A change that no test sees is named with the line it makes, and
counts as explained where docs/mutants.md has that line.
"""

from __future__ import annotations

import ast
import json
import random
import subprocess
import sys
import textwrap
import tomllib
from dataclasses import dataclass
from pathlib import Path

from mutmut.mutation.file_mutation import mutate_file_contents

ROOT = Path(__file__).resolve().parents[1]
PER_FILE = 25
SEED = 11
AT_LEAST = 85
"""Percent of each file's sample that is seen by a test, or explained."""

ALIVE = (0, 33, None)
"""What mutmut writes down where all tests passed, where there is none, and where none was run."""


@dataclass(frozen=True)
class Mutant:
    """One change: the name that mutmut has for it, and the lines it makes of which."""

    name: str
    before: str
    after: str


class _Wordless(ast.NodeTransformer):
    """Takes the sentences out of a function."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        """A text with a space in it is a sentence."""
        if isinstance(node.value, str) and " " in node.value:
            return ast.Constant("")
        return node


def syntax(source: str) -> ast.FunctionDef:
    """A function without its name, which is mutmut's."""
    function = ast.parse(textwrap.dedent(source)).body[0]
    assert isinstance(function, ast.FunctionDef)
    function.name = "_"
    return function


def changed_lines(before: str, after: str) -> tuple[str, str]:
    """The lines in which two functions differ, however they are laid out."""
    old, new = (ast.unparse(syntax(source)).splitlines() for source in (before, after))
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return " ".join(line.strip() for line in old), " ".join(line.strip() for line in new)


def is_only_words(before: str, after: str) -> bool:
    """Whether two functions differ in their sentences alone."""
    old, new = (ast.dump(_Wordless().visit(syntax(source))) for source in (before, after))
    return old == new


def mutants_of(file: Path) -> list[Mutant]:
    """Every change of a file that is more than a word, in the file's order."""
    made = mutate_file_contents(str(file), (ROOT / file).read_text("utf-8"))
    lines = made.code.splitlines()
    module = ".".join(file.with_suffix("").parts)

    def source(function: str) -> str:
        span = made.line_span_by_function_name[function]
        return "\n".join(lines[span.start - 1 : span.end])

    found = []
    for name in made.mutant_names:
        before, after = source(name.rpartition("__mutmut_")[0] + "__mutmut_orig"), source(name)
        if not is_only_words(before, after):
            found.append(Mutant(f"{module}.{name}", *changed_lines(before, after)))
    return found


def sample_of(file: Path) -> list[Mutant]:
    """The changes that are tried."""
    every = mutants_of(file)
    chance = random.Random(f"{SEED} {file.as_posix()}")
    return every if len(every) <= PER_FILE else chance.sample(every, PER_FILE)


def main(jobs: str) -> int:
    """Try the sample, print the table, and fail where too many changes go unseen."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]
    files = sorted({f for glob in settings["only_mutate"] for f in ROOT.glob(glob)})
    samples = {f: sample_of(f) for f in (path.relative_to(ROOT) for path in files)}
    names = [mutant.name for sample in samples.values() for mutant in sample]
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", jobs, *names]
    done = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        print(done.stdout[-4_000:], f"mutmut ended with {done.returncode}", sep="\n")
        return done.returncode
    page = (ROOT / "docs/mutants.md").read_text("utf-8")
    low, unseen = 0, []
    print("| file | tried | killed | explained | left |\n|---|---|---|---|---|")
    for file, sample in samples.items():
        if not sample:
            continue
        codes = json.loads((ROOT / "mutants" / f"{file}.meta").read_text())["exit_code_by_key"]
        alive = [mutant for mutant in sample if codes[mutant.name] in ALIVE]
        left = [mutant for mutant in alive if f"`{mutant.after}`" not in page]
        low |= 100 * (len(sample) - len(left)) < AT_LEAST * len(sample)
        killed, explained = len(sample) - len(alive), len(alive) - len(left)
        print(f"| `{file}` | {len(sample)} | {killed} | {explained} | {len(left)} |")
        unseen += left
    for mutant in unseen:
        print(f"\n{mutant.name}\n  - {mutant.before}\n  + {mutant.after}")
    return int(low)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
