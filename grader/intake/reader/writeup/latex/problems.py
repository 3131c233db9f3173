r"""How LaTeX itself numbers problems, written out: environments, `\question`, plain sections."""

from __future__ import annotations

import re

_NAMES = r"(?:homework|hw|my)?(?:problem|prob|exercise|question|task|aufgabe|uebung)"
_BEGIN = re.compile(
    rf"^\s*\\begin\{{{_NAMES}\*?\}}(?P<rest>(?:\s*\[[^\]]*\]|\s*\{{[^{{}}]*\}})*)(?P<text>.*)$",
    re.IGNORECASE,
)
_END = re.compile(rf"^\s*\\end\{{{_NAMES}\*?\}}\s*", re.IGNORECASE)
_LISTS = re.compile(r"^\s*\\(?:begin|end)\{(?:questions|parts|subparts|subsubparts)\}.*$")
_ASKED = re.compile(r"^\s*\\(?P<what>question|part|subpart)(?![A-Za-z])\s*(?:\[[^\]]*\])?\s*")
_SOLUTION = re.compile(r"\\(begin|end)\{(solution|answer|soln?|mysolution)\*?\}(?:\[[^\]]*\])?")
_LABEL = re.compile(r"(?:[A-Za-z]{2,12}\s*)?[A-H]?\.?\d{1,2}(?:\.\d{1,2})?\s*[.:]?", re.IGNORECASE)
_WORDED = re.compile(r"\b(?:problem|question|exercise|aufgabe|task|ex)\.?\s*\d", re.IGNORECASE)
_SECTION = re.compile(r"^(\s*\\section\{)(?=[^{}\d]*\})")


def labelled(lines: list[str]) -> list[str]:
    """The lines with a label where LaTeX would print one; as many lines as before."""
    body = "\n".join(lines)
    sections = [line for line in lines if line.lstrip().startswith("\\section{")]
    count_sections = (
        len(sections) > 1
        and all(map(_SECTION.match, sections))
        and not any(_BEGIN.match(line) or _ASKED.match(line) for line in lines)
        and not _WORDED.search(body)
    )
    counted = {"problem": 0, "part": 0, "subpart": 0, "section": 0}

    def next_of(what: str) -> int:
        counted[what] += 1
        return counted[what]

    found = []
    for line in lines:
        begun, asked = _BEGIN.match(line), _ASKED.match(line)
        if begun is not None:
            said = re.findall(r"[\[{]([^\]}]*)[\]}]", begun["rest"])
            own = next((one for one in said if _LABEL.fullmatch(one.strip())), "")
            number = re.sub(r"^[A-Za-z]{2,}\s*", "", own).strip(" .:") or str(next_of("problem"))
            line = rf"\textbf{{Problem {number}.}} {begun['text'].strip()}"
        elif asked is not None:
            what = "problem" if asked["what"] == "question" else asked["what"]
            number = str(next_of(what))
            for inner in {"problem": ("part", "subpart"), "part": ("subpart",)}.get(what, ()):
                counted[inner] = 0
            name = {"problem": f"Problem {number}.", "part": f"({chr(96 + int(number) % 27)})"}
            label = name.get(what, f"({('i', 'ii', 'iii', 'iv', 'v', 'vi')[int(number) % 6 - 1]})")
            line = rf"\textbf{{{label}}} {line[asked.end() :]}"
        elif _END.match(line) or _LISTS.match(line):
            line = _END.sub("", line) if _END.match(line) else ""
        elif count_sections and _SECTION.match(line):
            line = _SECTION.sub(rf"\g<1>{next_of('section')}. ", line)
        if "\\begin{verbatim}" not in line:
            line = _apart(line)
        found.append(line)
    return found


def _apart(line: str) -> str:
    """A line with a solution in it, without the marks around the solution."""
    if not _SOLUTION.search(line) or _SOLUTION.fullmatch(line.strip()):
        return line
    return _SOLUTION.sub(lambda m: r"\textbf{Solution:} " if m[1] == "begin" else "", line)
