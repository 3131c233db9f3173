"""What every test of clusters is given."""

from tests.workers.cluster.real import course, folder, scheduler

__all__ = ["course", "folder", "scheduler"]
