"""The files that the sandbox shows: a root of our own, built once, and each child's own folders."""

import ctypes
import os
import stat
import struct

from . import kernel

MS_RDONLY = 1
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 2, 4, 8, 16384, 1 << 18
MNT_DETACH = 2
READ_ONLY, NO_SUID, NO_DEV = 1, 2, 4
AT_EMPTY_PATH, AT_RECURSIVE, TREE_CLONE, TREE_CLOEXEC = 0x1000, 0x8000, 1, 0o2000000
MOVE_FROM_EMPTY = 4

DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
# what libraries open wherever it exists, and behind landlock everything exists
HARMLESS = (
    "/etc/localtime", "/etc/mime.types", "/etc/apache2/mime.types", "/etc/httpd/conf/mime.types",
    "/sys/fs/cgroup/cpu.max", "/sys/fs/cgroup/cpu/cpu.cfs_quota_us",
    "/sys/fs/cgroup/cpu/cpu.cfs_period_us",
)  # fmt: skip
# of its own process, where others are seen too: not who started it, mounts, addresses, command line
OF_ITSELF = ("/proc/self/fd", "/proc/self/maps", "/proc/self/statm")
SYSTEM = ("/usr", "/lib", "/lib64", "/lib32", "/etc/ld.so.cache", "/sys/devices/system/cpu")
PARTS = ("bin", "lib", "lib64", "include", "share", "ssl", "etc", "pyvenv.cfg")
SMALL = b"size=16m,nr_inodes=256,mode=0700"
NAMES = ("/submission", "/submission-0", "/submission-1")
PLACES = ("/tmp", "/mnt", "/var/tmp", "/run")


def system_paths():
    """What any interpreter needs of this machine, those that are there."""
    return [path for path in SYSTEM if os.path.exists(path)]


def interpreter_paths(prefixes):
    """The parts of the student's interpreter; never its whole folder, which may be a course's."""
    found = []
    for prefix in prefixes:
        for part in PARTS:
            path = os.path.join(prefix, part)
            if os.path.exists(path):
                found += [path, os.path.realpath(path)]
    return found


def without(shown, hidden):
    """The paths `shown`, entry by entry where `hidden` lies below one of them."""
    found = []
    for path in shown:
        if os.path.realpath(path) == hidden:
            continue
        if hidden.startswith(os.path.realpath(path) + "/"):
            entries = [os.path.join(path, name) for name in sorted(os.listdir(path))]
            found += without(entries, hidden)
        else:
            found.append(path)
    return found


def work_folder(shown):
    """A name for the work folder that covers nothing of what is shown."""
    for name in NAMES:
        if not any(path == name or path.startswith(name + "/") for path in shown):
            return name
    raise OSError(17, "every name for the work folder is taken")


class Tree:
    """A root built from detached copies of shown paths, for one server and all its children."""

    def __init__(self, shown, placed, hidden):
        """Take read-only copies: `shown` at their own paths, `placed` as {path inside: path}.

        `hidden` is a folder over which an empty one will lie, wherever it is among what is shown.
        """
        kernel.call("mount", "none", "/", None, MS_REC | MS_PRIVATE, None)
        self.hidden = []
        self.links = {}
        self.copies = []
        for path in sorted(set(shown)):
            if os.path.islink(path):
                self.links[path] = os.readlink(path)
            elif os.path.exists(path) and not self._covered(path):
                self.copies.append((path, _copy(path)))
                real = os.path.realpath(path)
                if (hidden + "/").startswith(real + "/"):
                    self.hidden.append(path + hidden[len(real) :])
        for inside, path in sorted(placed.items()):
            self.copies.append((inside, _copy(path)))
        for path in DEVICES:
            self.copies.append((path, _copy(path)))
        paths = [*self.links, *(path for path, _ in self.copies)]
        self.in_tmp = sorted({path.split("/")[2] for path in paths if path.startswith("/tmp/")})

    def _covered(self, path):
        return any(path.startswith(done + "/") for done, _ in self.copies)

    def enter(self, work):
        """Build the root and make it ours; nothing of the old one can be reached any more."""
        base = next(path for path in PLACES if os.path.isdir(path))
        options = "mode=0755,size=1m,nr_inodes=4k"
        kernel.call("mount", "tmpfs", base, "tmpfs", MS_NOSUID | MS_NODEV, options)
        os.chdir(base)
        for path, link in self.links.items():
            os.makedirs("." + os.path.dirname(path), exist_ok=True)
            os.symlink(link, "." + path)
        for path, (copy, is_folder) in self.copies:
            _stand(path, is_folder)
            kernel.call("move_mount", copy, "", kernel.HERE, "." + path, MOVE_FROM_EMPTY)
            os.close(copy)
        plain = MS_NOSUID | MS_NODEV | MS_NOEXEC
        for path in self.hidden:
            if os.path.isdir("." + path):
                kernel.call("mount", "tmpfs", "." + path, "tmpfs", plain | MS_RDONLY, "size=4k")
        for path in ("/proc", "/dev/shm", work):
            os.makedirs("." + path, exist_ok=True)
        if not self.in_tmp:
            os.symlink(work.lstrip("/"), "tmp")
        _write_etc(work)
        kernel.attempt("mount", "proc", "./proc", "proc", plain, None)
        kernel.call("mount", "tmpfs", "." + work, "tmpfs", plain, "size=16m,nr_inodes=1k")
        kernel.call("pivot_root", ".", ".")
        kernel.call("umount2", ".", MNT_DETACH)
        os.chdir("/")
        _seal("/", READ_ONLY | NO_SUID | NO_DEV, 0)


def child_folders(work, limits, in_tmp):
    """In the child: its own folder `work` (as bytes), shared memory, `/tmp`, view of processes."""
    plain = MS_NOSUID | MS_NODEV | MS_NOEXEC
    size = b"size=%d,nr_inodes=2k,mode=0700" % limits["work_bytes"]
    kernel.call("mount", b"tmpfs", work, b"tmpfs", plain, size)
    kernel.call("mount", b"tmpfs", b"/dev/shm", b"tmpfs", plain, SMALL)
    if in_tmp:
        _furnish_tmp(in_tmp, plain)
    error = kernel.attempt("mount", b"proc", b"/proc", b"proc", plain, b"subset=pid")
    if error:  # a container that hides parts of /proc allows no fresh one
        kernel.call("mount", "tmpfs", "/proc", "tmpfs", plain | MS_RDONLY, "size=4k,mode=0555")
    os.chdir(work)


def _furnish_tmp(names, plain):
    """A `/tmp` of the child's own, with what is shown there put back, read-only as before."""
    flags = TREE_CLONE | TREE_CLOEXEC | AT_RECURSIVE
    copies = [
        (name, kernel.call("open_tree", kernel.HERE, "/tmp/" + name, flags)) for name in names
    ]
    kernel.call("mount", "tmpfs", "/tmp", "tmpfs", plain, SMALL)
    for name, copy in copies:
        os.mkdir("/tmp/" + name)
        kernel.call("move_mount", copy, "", kernel.HERE, "/tmp/" + name, MOVE_FROM_EMPTY)
        os.close(copy)


def _copy(path):
    """A detached, read-only copy of what is mounted at `path` and below, and whether a folder."""
    flags = TREE_CLONE | TREE_CLOEXEC | AT_RECURSIVE
    copy = kernel.call("open_tree", kernel.HERE, path, flags)
    device = path in DEVICES
    _seal(
        "", NO_SUID if device else READ_ONLY | NO_SUID | NO_DEV, AT_EMPTY_PATH | AT_RECURSIVE, copy
    )
    return copy, stat.S_ISDIR(os.stat(path).st_mode)


def _seal(path, attributes, flags, place=kernel.HERE):
    wanted = ctypes.c_char_p(struct.pack("4Q", attributes, 0, 0, 0))
    kernel.call("mount_setattr", place, path, flags, wanted, 32)


def _stand(path, is_folder):
    """Something to mount on, below the current folder."""
    if is_folder:
        os.makedirs("." + path, exist_ok=True)
        return
    os.makedirs("." + os.path.dirname(path), exist_ok=True)
    os.close(os.open("." + path, os.O_CREAT | os.O_WRONLY, 0o644))


def _write_etc(work):
    """The little that libraries look up about users and hosts."""
    os.makedirs("./etc", exist_ok=True)
    with open("./etc/passwd", "w") as file:
        file.write("student:x:65534:65534:student:%s:/sbin/nologin\n" % work)
    with open("./etc/group", "w") as file:
        file.write("student:x:65534:\n")
    with open("./etc/hosts", "w") as file:
        file.write("127.0.0.1 localhost\n")
