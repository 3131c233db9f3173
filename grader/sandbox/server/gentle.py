"""Says in words what the sandbox refuses, so that honest code that starts processes is not puzzled.

This is no part of the sandbox: the system-call filter refuses whatever goes round it.
"""

import functools
import os
import platform
import socket
import sys
import time

REFUSED = "new processes are not allowed here"
NAME = "grader"


def refuse(*given, **named):
    """What every function that starts a process does in the sandbox."""
    raise PermissionError(1, REFUSED)


def explain():
    """Replace what starts processes; the server has a `fork` of its own."""
    for name in ("fork", "forkpty", "system", "posix_spawn", "posix_spawnp"):
        if hasattr(os, name):
            setattr(os, name, refuse)
    starter = __import__("_posixsubprocess")
    starter.fork_exec = refuse
    subprocess = sys.modules.get("subprocess")
    if hasattr(subprocess, "_fork_exec"):
        subprocess._fork_exec = refuse
    platform._uname_cache = None  # it holds the machine's name since before we had another


def rename():
    """Answer in Python what the machine is, all but its name: the filter refuses to ask for it."""
    machine = os.uname()
    nobody = type(machine)((machine.sysname, NAME, *machine[2:]))
    os.uname = lambda: nobody
    socket.gethostname = lambda: NAME
    _utime, _stat = os.utime, os.stat

    @functools.wraps(_utime)
    def utime(path, times=None, **named):
        """As asked; "now", which the filter refuses, for what is there."""
        if times is None and named.get("ns") is None:
            known = {key: one for key, one in named.items() if key != "ns"}
            _stat(path, **known)
            return _utime(path, (time.time(),) * 2, **known)
        return _utime(path, times, **named)

    os.utime = utime
    for supported in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
        if _utime in supported:
            supported.add(utime)
