"""Raise its own limits again.

shows: escaped
naive: spared (it has no limits)
"""

import resource

ESCAPED = False
for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE):
    try:
        resource.setrlimit(kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        ESCAPED = True
    except (OSError, ValueError):
        pass
