"""Workers on several machines, or in several processes of this one, on dask.distributed."""
