"""The fork server: prepares once, then forks one child for each request and watches it end.

It can fork twins as well: servers of their own that have loaded what it has.
"""

import array
import importlib
import json
import os
import select
import signal
import socket
import sys

from . import (
    attest,
    child,
    gentle,
    hugepages,
    kernel,
    landlock,
    limits,
    locks,
    mounts,
    namespaces,
    seccomp,
    warmup,
    watch,
)

MESSAGE = 1 << 20
REQUEST = 1 << 14  # of a child, or of its end; room for more would be mapped anew for each
MAX_FILES = 4


class Setup:
    """What every child is given; it holds no key and nothing of any submission."""

    def __init__(self, hello):
        self.tier = hello["tier"]
        self.program = hello["program"]
        self.hidden = os.path.realpath(hello["hidden"])
        self.shown = mounts.system_paths() + mounts.interpreter_paths(
            {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
        )
        self.readable = mounts.without(self.shown, self.hidden) + [self.program]
        self.readable += mounts.HARMLESS + mounts.DEVICES + mounts.OF_ITSELF
        self.work = "."
        self.in_tmp = []
        self.memory = 0
        self.others = 0
        self.own_pids = None
        self.proc = None
        self.names = frozenset()
        self.places = None
        self.landlock = landlock.version(hello["landlock"])
        self.filter = seccomp.program(1, private=True)  # in its own namespace a child is process 1
        self.entry = None


def main(number):
    """Take the plan from the control socket, prepare, say so, and serve until it closes."""
    control = socket.socket(fileno=number)
    hello = json.loads(control.recv(MESSAGE).decode("utf-8"))
    try:
        setup = Setup(hello)
        if not set(os.environ) <= attest.ALLOWED_NAMES:
            raise OSError("the fork server was started with an environment of somebody else's")
        setup.proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        if setup.tier == "namespaces":
            _go_inside(control, setup)
        else:
            _drop_root(hello, setup)
        missing = _prepare(hello, setup)
        if warmup.threads(setup.proc) != 1:
            raise OSError("a library that was loaded beforehand started threads")
    except Exception as error:
        _tell(control, {"failed": "%s: %s" % (type(error).__name__, error)})
        raise
    _tell(
        control,
        {
            "ready": True,
            "missing": missing,
            "memory": setup.memory,
            "python": ".".join(str(part) for part in sys.version_info[:3]),
        },
    )
    Server(control, setup).serve()


def _go_inside(control, setup):
    """Enter namespaces and a root of our own; the process that stays outside only waits."""
    namespaces.leave_groups()
    namespaces.separate()
    _tell(control, {"map": True})
    if not control.recv(MESSAGE):
        os._exit(1)
    inner = os.fork()
    if inner:
        control.close()
        _, status = os.waitpid(inner, 0)
        os._exit(1 if status else 0)
    tree = mounts.Tree(setup.shown, {"/program": setup.program}, setup.hidden)
    namespaces.become(namespaces.INSIDE, namespaces.INSIDE)
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)  # a change of user forgets it
    setup.work = mounts.work_folder(setup.shown)
    tree.enter(setup.work)
    _see_libraries()
    setup.in_tmp = tree.in_tmp
    setup.program = "/program"
    setup.own_pids = os.open("self/ns/pid", os.O_RDONLY | os.O_CLOEXEC, dir_fd=setup.proc)
    socket.sethostname(gentle.NAME)


def _drop_root(hello, setup):
    """Without namespaces: stop being root, and count what else this user runs."""
    if setup.landlock < landlock.NEEDED:
        raise OSError(
            "landlock is version %d here, %d is needed" % (setup.landlock, landlock.NEEDED)
        )
    if os.geteuid() == 0:
        namespaces.leave_groups()
        limits.drop_bounding()
        _be_another(hello["user"])
        _see_libraries()
        if not os.access(os.path.join(setup.program, hello["entry"] + ".py"), os.R_OK):
            raise OSError("%s can be read by root alone; set TMPDIR to a folder that every user "
                          "can read" % setup.program)  # fmt: skip
    mine = os.geteuid()
    for name in os.listdir("/proc"):
        try:
            if name.isdigit() and os.stat("/proc/" + name).st_uid == mine:
                setup.others += len(os.listdir("/proc/%s/task" % name))
        except OSError:
            continue


def _see_libraries():
    """Say so where the interpreter is closed to whoever runs submissions."""
    if not os.access(os.__file__, os.R_OK):
        raise OSError(
            "%s can be read by root alone; keep the interpreter for submissions where every user "
            "can read it, or run the grader as an ordinary user" % sys.prefix
        )


def _be_another(user):
    """Stop being root, whatever kind of root this is."""
    try:
        if user:
            return namespaces.become(user, user)
    except OSError:
        pass
    raise OSError(
        "started as root without the right to become another user; start the grader as an "
        "ordinary user"
    )


def _be_expendable(proc):
    """When the machine runs out of memory, children go first; they inherit this."""
    try:
        file = os.open("self/oom_score_adj", os.O_WRONLY, dir_fd=proc)
        os.write(file, b"900")
        os.close(file)
    except OSError:
        pass  # a kernel without it; the limits still hold


def _prepare(hello, setup):
    """Load the program and the libraries; returns the names that were not to be had."""
    os.chdir("/")
    warmup.streams()
    _be_expendable(setup.proc)
    sys.path.insert(0, setup.program)
    os.environ["HOME"] = os.environ["TMPDIR"] = setup.work
    if setup.tier != "namespaces":
        locks.serve_threads()  # before a library takes hold of the real ones
    program = importlib.import_module(hello["entry"])
    setup.entry = program.run
    missing = warmup.preload(hello["preload"])
    missing += warmup.preload(hello["modules"])
    gentle.explain()
    if setup.tier != "namespaces":
        gentle.rename()
    if hasattr(program, "loaded"):
        program.loaded()
    warmup.warm()
    if hasattr(program, "prepare"):
        program.prepare(hello["seed"])
    hugepages.collapse(setup.proc)
    setup.names = attest.ALLOWED_NAMES | set(os.environ)  # libraries set some of their own
    setup.places = attest.Places(hello["canary"], setup.hidden, setup.program)
    setup.memory = limits.own_memory(setup.proc)
    return missing


class Server:
    """Forks on request, ends children on request, reports how each one ended."""

    def __init__(self, control, setup):
        self.control = control
        self.setup = setup
        self.running = {}
        self.watched = {}
        self.twins = {}
        self.poll = select.poll()
        self.poll.register(control, select.POLLIN)

    def serve(self):
        """Serve until the control socket closes; then everything below ends with us."""
        while True:
            pause = int(watch.INTERVAL * 1000) if self.watched else None
            for number, _ in self.poll.poll(pause):
                if number == self.control.fileno():
                    if not self._obey():
                        return self._end_all()
                elif number in self.twins:
                    self._reap_twin(number)
                else:
                    self._reap(number)
            for pid, watched in self.watched.items():
                if watched.look():
                    os.kill(pid, signal.SIGKILL)

    def _obey(self):
        """One message from the launcher; False once it is gone."""
        try:
            text, files = _receive(self.control)
        except ConnectionError:
            return False
        if not text:
            return False
        message = json.loads(text.decode("utf-8"))
        if "child" in message:
            self._fork(message["child"], message["limits"], files)
        elif "twin" in message:
            self._twin(message["twin"], files[0])
        elif "kill" in message:
            for name, pid in self.running.values():
                if name == message["kill"]:
                    os.kill(pid, signal.SIGKILL)  # not reaped yet, so the number is still its own
        elif "end" in message:
            for name, pid in self.twins.values():
                if name == message["end"]:
                    os.kill(pid, signal.SIGKILL)
        return True

    def _twin(self, name, number):
        """A server like this one that is told what to do on a socket of its own."""
        if warmup.threads(self.setup.proc) != 1:
            raise OSError("the server has more than one thread and may not fork")
        if self.setup.own_pids is not None:
            kernel.call("setns", self.setup.own_pids, kernel.CLONE_NEWPID)
        pid = kernel.fork()
        if pid:
            os.close(number)
            ended = kernel.call("pidfd_open", pid, 0)
            self.twins[ended] = (name, pid)
            self.poll.register(ended, select.POLLIN)
            return
        code = 1
        try:
            kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
            self.control.close()
            for ended in [*self.twins, *self.running]:
                os.close(ended)
            control = socket.socket(fileno=number)
            _tell(control, {"ready": True, "memory": self.setup.memory})
            Server(control, self.setup).serve()
            code = 0
        finally:
            os._exit(code)

    def _reap_twin(self, ended):
        _, pid = self.twins.pop(ended)
        self.poll.unregister(ended)
        os.close(ended)
        os.waitpid(pid, 0)

    def _fork(self, name, wanted, files):
        if warmup.threads(self.setup.proc) != 1:
            raise OSError("the server has more than one thread and may not fork")
        if self.setup.own_pids is not None:
            namespaces.next_child_apart(self.setup.own_pids)
        pid = kernel.fork()
        if pid == 0:
            self.control.detach()
            child.run(self.setup, wanted, files)
        for number in files[:2]:
            os.close(number)
        if len(files) > 2:
            self.watched[pid] = watch.Watch(pid, files[2], wanted)
        ended = kernel.call("pidfd_open", pid, 0)
        self.running[ended] = (name, pid)
        self.poll.register(ended, select.POLLIN)

    def _reap(self, ended):
        name, pid = self.running.pop(ended)
        self.poll.unregister(ended)
        os.close(ended)
        watched = self.watched.pop(pid, None)
        if watched is not None:
            watched.close()
        _, status, usage = os.wait4(pid, 0)
        signalled = os.WIFSIGNALED(status)
        _tell(self.control, {
            "exit": name,
            "code": None if signalled else os.WEXITSTATUS(status),
            "signal": os.WTERMSIG(status) if signalled else None,
            "cpu": usage.ru_utime + usage.ru_stime,
            "peak": usage.ru_maxrss * 1024,
            "excess": watched.excess if watched is not None else None,
        })  # fmt: skip

    def _end_all(self):
        pids = [row[1] for row in [*self.running.values(), *self.twins.values()]]
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        for pid in pids:
            os.waitpid(pid, 0)


def _tell(control, message):
    try:
        control.send(json.dumps(message).encode("utf-8"))
    except OSError:
        pass  # the launcher is gone; the next receive says so


def _receive(control):
    """One message and the files that came with it."""
    space = socket.CMSG_SPACE(MAX_FILES * 4)
    text, extra, _, _ = control.recvmsg(REQUEST, space, socket.MSG_CMSG_CLOEXEC)
    files = array.array("i")
    for level, kind, data in extra:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            files.frombytes(data[: len(data) - len(data) % files.itemsize])
    return text, list(files)
