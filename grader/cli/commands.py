"""Every command that has a file of its own, in the order in which `grader --help` learns of it."""

from __future__ import annotations

from grader.cli.check import check
from grader.cli.cluster import cluster
from grader.cli.doctor import doctor
from grader.cli.gradebook import COMMANDS as ON_GRADEBOOKS
from grader.cli.init import init
from grader.cli.mark import mark
from grader.cli.merge import merge
from grader.cli.read import read
from grader.cli.release import release
from grader.cli.selftest import selftest
from grader.cli.transcribe import transcribe

COMMANDS = (
    *(check, merge, *ON_GRADEBOOKS, mark, transcribe, init, release, read, selftest),
    *(cluster, doctor),
)
