"""Tries forbidden things from inside a child, before it is given any submission."""

import os
import resource

from . import kernel, limits

EPERM = 1
CLONE_SIGHAND = 0x800  # without shared memory the kernel refuses with EINVAL, after the filter
ALLOWED_NAMES = frozenset((
    "PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "HOME", "TMPDIR", "USER", "LOGNAME",
    "MPLBACKEND", "PYTHONHASHSEED", "PYTHONDONTWRITEBYTECODE", "MALLOC_ARENA_MAX",
    "LOKY_MAX_CPU_COUNT", "JOBLIB_MULTIPROCESSING", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "KMP_DUPLICATE_LIB_OK",
    "KMP_INIT_AT_FORK", "HF_HUB_OFFLINE",
))  # fmt: skip


class Places:
    """What is tried to be reached, as bytes, which a child need not make of texts."""

    def __init__(self, canary, hidden, program):
        self.canary = os.fsencode(canary)
        self.hidden = os.fsencode(hidden + "/errors.py")
        self.program = os.fsencode(program)
        self.libraries = os.fsencode(os.path.dirname(os.__file__))


def attest(tier, places, names, has_landlock):
    """What was tried, by name, and whether the sandbox held; True is good."""
    held = {
        "no outside file can be read": not _opens(places.canary, os.O_RDONLY),
        "the grader's own code cannot be read": not _opens(places.hidden, os.O_RDONLY),
        "no network socket": kernel.attempt("socket", 2, 1, 0) == -EPERM,
        "no new process": kernel.attempt("clone", CLONE_SIGHAND, 0, 0, 0, 0) == -EPERM,
        "no new program": kernel.attempt("execve", None, None, None) == -EPERM,
        "no new namespace": kernel.attempt("unshare", kernel.CLONE_NEWUSER) == -EPERM,
        "no mount": kernel.attempt("mount", None, None, None, 0, None) == -EPERM,
        "no tracing": kernel.attempt("ptrace", 0, 0, 0, 0) == -EPERM,
        "no uncounted memory": kernel.attempt("memfd_create", None, 0) == -EPERM,
        "no capability": limits.capabilities() == 0 and not (tier == "namespaces" and _bounding()),
        "no new privilege": kernel.prctl(kernel.PR_GET_NO_NEW_PRIVS) == 1,
        "system-call filter": kernel.prctl(kernel.PR_GET_SECCOMP) == 2,
        "libraries are read-only": not _creates(places.libraries),
        "the grader's code is read-only": not _creates(places.program),
        "not the root user": os.getuid() != 0 and os.geteuid() != 0,
        "an empty environment": set(os.environ) <= names,
        "memory is limited": _limited(resource.RLIMIT_AS),
        "processor time is limited": _limited(resource.RLIMIT_CPU),
        "no core dump": resource.getrlimit(resource.RLIMIT_CORE) == (0, 0),
        "no stray open file": _closed(),
        "the work folder is writable": _creates(b"."),
    }
    if tier == "namespaces":
        held["its own processes only"] = os.getpid() == 1 and os.getppid() == 0
        held["its own root"] = not _opens(places.canary, os.O_PATH)
    if tier == "landlock":
        held["landlock"] = not _opens(b"/", os.O_RDONLY | os.O_DIRECTORY)
    elif has_landlock:
        held["landlock"] = not _opens(b"/proc/self/comm", os.O_WRONLY)
    return held


def _opens(path, flags, mode=0):
    """Whether a file can be opened; a raw call, since each child pays for every exception."""
    file = kernel.attempt("openat", kernel.HERE, path, flags | os.O_CLOEXEC, mode)
    if file < 0:
        return False
    os.close(file)
    return True


def _creates(folder):
    path = folder + b"/.attest"
    if not _opens(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600):
        return False
    os.unlink(path)
    return True


def _bounding():
    """Whether anything is left in the set that bounds capabilities."""
    return 1 in kernel.prctl_each(kernel.PR_CAPBSET_READ, limits.CAPABILITIES)


def _limited(kind):
    soft, hard = resource.getrlimit(kind)
    return hard != resource.RLIM_INFINITY and soft <= hard


def _closed():
    """Whether no descriptor is open but 0 to 3 and the one that looks."""
    try:
        return len(os.listdir("/proc/self/fd")) <= 5
    except OSError:
        pass  # no view of processes to be had; the first few hundred, then
    for number in range(4, 256):
        try:
            os.fstat(number)
        except OSError:
            continue
        return False
    return True
