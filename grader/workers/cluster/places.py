"""Where a cluster is: one of our own on this machine, or a scheduler that is there already."""

from __future__ import annotations

import importlib
import ipaddress
import logging
import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from grader.errors import UsageMistake
from grader.workers.cluster import patient

CA, CERTIFICATE, KEY = "ca.pem", "cluster.pem", "cluster.key"
"""The files of `grader cluster certificates`."""
_SETTINGS = {
    "distributed.worker.daemon": True,
    "distributed.admin.tick.limit": "1h",
    "distributed.admin.tick.interval": "500ms",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.worker.profile.enabled": False,
    "distributed.scheduler.worker-ttl": "60s",
    "distributed.scheduler.work-stealing": False,
    "distributed.scheduler.allowed-failures": 1_000,
    "distributed.comm.timeouts.connect": "20s",
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": False,
    "distributed.nanny.pre-spawn-environ": {
        "OMP_NUM_THREADS": 1,
        "MKL_NUM_THREADS": 1,
        "OPENBLAS_NUM_THREADS": 1,
        "MALLOC_TRIM_THRESHOLD_": 65536,
    },
    "distributed.logging": {"distributed": "critical", "tornado": "critical"},
}
"""What has an answer of its own here: who is lost with what, what memory is for, and that nobody
looks at the figures and samples which every process would gather up to a hundred times a second."""


def check(where: str) -> None:
    """Raise `UsageMistake` unless `where` is a cluster that may be used."""
    if re.fullmatch(r"local:[1-9]\d{0,2}", where):
        return
    parts = urlsplit(where)
    try:
        complete = parts.port is not None and bool(parts.hostname)
    except ValueError:
        complete = False
    if parts.scheme not in ("tls", "tcp") or not complete:
        raise UsageMistake(
            f"--cluster {where}: write local:4, tls://scheduler:8786 or tcp://127.0.0.1:8786"
        )
    if parts.scheme == "tcp" and not _is_loopback(str(parts.hostname)):
        raise UsageMistake(
            f"--cluster {where}: what is not encrypted stays on this machine; use tls:// with "
            "the files of `grader cluster certificates`"
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def connected(
    where: str, certificates: Path | None = None, seconds: float = 20
) -> Iterator[Any]:
    """A client of the cluster, and of our own cluster for `local:N`; both end with the block.

    A scheduler elsewhere has so many `seconds` to answer.
    """
    check(where)
    try:
        dask = importlib.import_module("dask")
        distributed = importlib.import_module("distributed")
    except ImportError:
        raise UsageMistake(
            "--cluster needs dask: install homework-grader[dask] here and on every worker"
        ) from None
    with dask.config.set(_SETTINGS), _quiet():
        if where.startswith("local:"):
            # what starts a process looks for Python's own modules in the current folder otherwise,
            # which may be a student's
            os.environ["PYTHONSAFEPATH"] = "1"
            security = distributed.Security.temporary()
            with (
                _deaf_to_interrupts() as loop,
                distributed.LocalCluster(
                    loop=loop,
                    n_workers=int(where.removeprefix("local:")),
                    threads_per_worker=1,
                    processes=True,
                    host="127.0.0.1",
                    protocol="tls://",
                    security=security,
                    dashboard_address=None,
                    worker_dashboard_address=None,
                    memory_limit=0,
                    preload=[patient.__name__],
                    silence_logs=50,
                ) as cluster,
                distributed.Client(cluster, security=security, set_as_default=False) as client,
            ):
                yield client
            return
        security = _security(certificates) if where.startswith("tls:") else None
        try:
            client = distributed.Client(
                where, security=security, set_as_default=False, timeout=seconds
            )
        except (OSError, TimeoutError) as reason:
            raise UsageMistake(
                f"--cluster {where}: no scheduler answers there ({reason})"
            ) from None
        with client:
            yield client


@contextmanager
def _deaf_to_interrupts() -> Iterator[Any]:
    """A loop whose thread starts processes that hear no Ctrl-C until they let it through.

    Otherwise a worker that is still starting ends with it, and its whole cluster with the worker.
    """
    resource_tracker.ensure_running()  # it lets signals through in whichever thread starts it
    runner = importlib.import_module("distributed.utils").LoopRunner()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        runner.start()  # a thread has the mask of the one that starts it, as a process has
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    try:
        yield runner.loop
    finally:
        runner.stop()


@contextmanager
def _quiet() -> Iterator[None]:
    """What becomes of scheduler and workers is told by us, in one line each."""
    loggers = [
        logging.getLogger(name)
        for name in tuple(logging.root.manager.loggerDict)
        if name.partition(".")[0] in ("distributed", "tornado")
    ]
    before = [(one, one.level) for one in loggers]
    for one in loggers:
        one.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for one, level in before:
            one.setLevel(level)


def _security(folder: Path | None) -> Any:
    if folder is None:
        raise UsageMistake("--cluster tls://…: name the folder of certificates with --certificates")
    for name in (CA, CERTIFICATE, KEY):
        if not (folder / name).is_file():
            raise UsageMistake(f"{folder / name} is missing; see `grader cluster certificates`")
    ca, certificate, key = (str(folder / name) for name in (CA, CERTIFICATE, KEY))
    return importlib.import_module("distributed").Security(
        require_encryption=True,
        tls_ca_file=ca,
        tls_client_cert=certificate, tls_client_key=key,
        tls_scheduler_cert=certificate, tls_scheduler_key=key,
        tls_worker_cert=certificate, tls_worker_key=key,
    )  # fmt: skip
