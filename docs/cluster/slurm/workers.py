"""Grades a class on workers that Slurm starts as jobs of their own, with dask-jobqueue.

    grader cluster certificates certificates
    python workers.py 40 submissions --rubric rubric.yaml --out results

From the folder of the course, on a machine that the nodes can reach (a login node, or a job): the
scheduler runs here, with the certificates of the cluster, and ends with the run, as the jobs do.
"""

import socket
import subprocess
import sys
from pathlib import Path

from dask_jobqueue import SLURMCluster
from distributed import Security


def cluster(certificates: Path, host: str) -> SLURMCluster:
    """A scheduler at this address of ours, and jobs of one worker with one thread each."""
    ca, own, key = (str(certificates / name) for name in ("ca.pem", "cluster.pem", "cluster.key"))
    security = Security(
        require_encryption=True,
        tls_ca_file=ca,
        tls_client_cert=own, tls_client_key=key,
        tls_scheduler_cert=own, tls_scheduler_key=key,
        tls_worker_cert=own, tls_worker_key=key,
    )  # fmt: skip
    return SLURMCluster(
        cores=1,
        processes=1,
        memory="2GB",
        walltime="02:00:00",
        nanny=False,
        protocol="tls://",
        security=security,
        shared_temp_directory=str(certificates),
        worker_extra_args=["--no-dashboard"],
        scheduler_options={"dashboard": False, "host": host},
    )


if __name__ == "__main__":
    count, *given = sys.argv[1:]
    folder = Path("certificates").resolve()
    with cluster(folder, socket.gethostname()) as slurm:
        slurm.scale(jobs=int(count))
        where = ["--cluster", slurm.scheduler_address, "--certificates", str(folder)]
        sys.exit(subprocess.run(["grader", "grade", *given, *where], check=False).returncode)
