"""The command for workers on several machines."""

from __future__ import annotations

from pathlib import Path

import click


@click.group(short_help="Prepare workers on several machines, for `grade --cluster`.")
def cluster() -> None:
    """Prepare workers on several machines, for `grade --cluster`."""


@cluster.command(short_help="Write short-lived certificates; who has them belongs to the cluster.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--days", type=click.IntRange(1, 90), default=7, show_default=True)
def certificates(folder: Path, days: int) -> None:
    """Write certificates into FOLDER: copy it to every machine, over a way that nobody reads."""
    from grader.workers.cluster.certificates import write
    from grader.workers.cluster.places import CA, CERTIFICATE, KEY

    until = write(folder, days)
    ca, certificate, key = (folder / name for name in (CA, CERTIFICATE, KEY))
    flags = f"--tls-ca-file {ca} --tls-cert {certificate} --tls-key {key}"
    click.echo(f"certificates in {folder} hold until {until:%Y-%m-%d %H:%M} UTC")
    click.echo(f"scheduler:  dask scheduler --protocol tls --no-dashboard {flags}")
    click.echo(f"a worker:   dask worker tls://SCHEDULER:8786 --nthreads 1 --no-dashboard {flags}")
    click.echo(f"the caller: grader grade … --cluster tls://SCHEDULER:8786 --certificates {folder}")
