"""Says in words what the wall refuses, so that honest code that starts processes is not puzzled.

This is no part of the wall: the system-call filter refuses whatever goes round it.
"""

import functools
import os
import sys

REFUSED = "new processes are not allowed here"


def refuse(*given, **named):
    """What every function that starts a process does behind the wall."""
    raise PermissionError(1, REFUSED)


def explain():
    """Replace what starts processes; the server keeps the real `fork` for itself."""
    for name in ("fork", "forkpty", "system", "posix_spawn", "posix_spawnp"):
        if hasattr(os, name):
            setattr(os, name, refuse)
    starter = __import__("_posixsubprocess")
    starter.fork_exec = refuse
    subprocess = sys.modules.get("subprocess")
    if hasattr(subprocess, "_fork_exec"):
        subprocess._fork_exec = refuse
    _load_in_process()


def _load_in_process():
    """Let PyTorch's loader work without processes of its own."""
    data = sys.modules.get("torch.utils.data")
    if data is None:
        return
    begin = data.DataLoader.__init__

    @functools.wraps(begin)
    def alone(self, *given, **named):
        """The loader as asked for, but in this process; said aloud where workers were wanted."""
        wanted = named.get("num_workers", given[5] if len(given) > 5 else 0)
        if wanted:
            sys.stderr.write("note: num_workers counts as 0 here; %s\n" % REFUSED)
            given = given[:5] + (0,) + given[6:] if len(given) > 5 else given
            named = {
                name: value
                for name, value in named.items()
                if name
                not in ("num_workers", "prefetch_factor", "persistent_workers",
                        "multiprocessing_context", "timeout", "worker_init_fn")
            }  # fmt: skip
        begin(self, *given, **named)

    data.DataLoader.__init__ = alone
