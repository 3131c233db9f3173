"""What happens in a child before the submission: the sandbox goes up and is tried."""

import json
import os
import socket
import struct
import sys
import traceback

from . import attest, kernel, landlock, limits, mounts, namespaces, seccomp, watch

CONNECTION, WORK = 3, 4


def run(setup, wanted, files):
    """Be the child: never returns. `files` are the connection, the prints and the work folder."""
    code = 1
    try:
        kernel.prctl(kernel.PR_SET_PDEATHSIG, 9)
        kernel.prctl(kernel.PR_SET_DUMPABLE, 1)  # its own /proc has to be its own
        os.setsid()
        connection = socket.socket(fileno=files[0])
        try:
            if setup.tier == "namespaces":
                _apart(setup, wanted)
            _place(files)
            connection.detach()
            connection = socket.socket(fileno=CONNECTION)
            held = _sandbox(setup, wanted)
        except BaseException as error:  # whatever it is, no submission may run
            _send(connection, {"failed": "%s: %s" % (type(error).__name__, error)})
            os._exit(70)
        _send(connection, {"attest": held})
        setup.entry(connection)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        _flush()
        os._exit(code)


def _place(files):
    """Give the files their numbers: nothing on 0, prints on 1 and 2, the connection on 3."""
    above = max(*files, WORK) + 1
    high = [os.dup2(number, above + place) for place, number in enumerate(files)]
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    targets = [(high[0], CONNECTION), (high[1], 1), (high[1], 2)]
    if len(high) > 2:
        targets.append((high[2], WORK))
    for source, target in targets:
        os.dup2(source, target)
    limits.keep_files(range(WORK + 1 if len(high) > 2 else WORK))


def _apart(setup, wanted):
    """Namespaces and folders of its own."""
    namespaces.separate_child()
    mounts.child_folders(os.fsencode(setup.work), wanted, setup.in_tmp)
    namespaces.lose_power(setup.proc)


def _sandbox(setup, wanted):
    """Put up the other layers in the order in which the kernel allows it, then try it."""
    bounds = dict(wanted, space=setup.memory + wanted["memory_bytes"])
    if setup.tier == "namespaces":
        work = setup.work
        program = setup.filter
    else:
        os.fchdir(WORK)
        work = os.getcwd()
        program = seccomp.program(os.getpid())
        bounds["processes"] += setup.others + watch.SPARE_THREADS
        os.environ["HOME"] = os.environ["TMPDIR"] = work
    if "tempfile" in sys.modules:
        sys.modules["tempfile"].tempdir = None  # what a library looked up in the server
    limits.impose(bounds)
    limits.drop_capabilities()
    if setup.landlock:
        if setup.tier == "namespaces":
            own = [work, "/dev/shm", "/dev/null"]
            landlock.restrict(setup.landlock, ["/"], own + ["/tmp"] if setup.in_tmp else own)
        else:
            landlock.restrict(setup.landlock, setup.readable, [WORK, "/dev/null"])
            os.close(WORK)
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    seccomp.install(program)
    return attest.attest(setup.tier, setup.places, setup.names, setup.landlock > 0)


def _flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            pass


def _send(connection, body):
    text = json.dumps(body).encode("ascii")
    connection.sendall(struct.pack(">II", len(text), 0) + text)
