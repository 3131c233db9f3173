"""Where no namespace bounds it, the server watches what a child takes of disk and threads.

Behind tier B children share a disk, and for an ordinary user also one count of threads, with
each other and with everything else that this user runs.
"""

import errno
import os
import stat

MAX_ENTRIES = 2000
MAX_DEPTH = 20
INTERVAL = 0.02  # seconds between two looks
SELDOM = 10  # looks between two at a child's memory map, which takes longer to read
SPARE_THREADS = 4096  # the kernel's own bound counts a user's, so it lies far above a child's

TOO_MUCH = "it filled its work folder"
TOO_MANY = "it started too many threads"
HIDDEN = "it closed a folder to the grader"


class Watch:
    """One child: its private folder, its files that have no name any more, its threads."""

    def __init__(self, pid, number, limits):
        self.pid = pid
        self.number = number
        self.bytes = limits["work_bytes"]
        self.threads = limits["processes"]
        self.device = os.fstat(number).st_dev
        self.path = os.readlink("/proc/self/fd/%d" % number)
        self.looks = 0
        self.mapped = 0
        self.excess = None

    def look(self):
        """What the child has too much of, in words; None while it keeps its bounds."""
        self.looks += 1
        if self.looks % SELDOM == 0:
            self.mapped = self._mapped()
        try:
            total, entries = self._below(self.number)
        except OSError:
            self.excess = HIDDEN
            return self.excess
        if entries > MAX_ENTRIES or total + self._nameless() + self.mapped > self.bytes:
            self.excess = TOO_MUCH
        elif self._threads() > self.threads:
            self.excess = TOO_MANY
        return self.excess

    def close(self):
        """Stop watching."""
        os.close(self.number)

    def _below(self, number, depth=0):
        """Bytes and entries below an open folder; what vanishes while we look does not count."""
        total, entries = 0, 0
        for name in os.listdir(number):
            entries += 1
            if entries > MAX_ENTRIES or depth > MAX_DEPTH:
                return total, MAX_ENTRIES + 1
            try:
                found = os.stat(name, dir_fd=number, follow_symlinks=False)
                total += found.st_blocks * 512
                if stat.S_ISDIR(found.st_mode):
                    more, further = self._folder(name, number, depth)
                    total, entries = total + more, entries + further
            except OSError as error:
                if error.errno not in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
                    raise
        return total, entries

    def _folder(self, name, number, depth):
        inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=number)
        try:
            return self._below(inner, depth + 1)
        finally:
            os.close(inner)

    def _nameless(self):
        """The size of files that were removed and are still open."""
        total = 0
        for name in _names("/proc/%d/fd" % self.pid):
            try:
                found = os.stat("/proc/%d/fd/%s" % (self.pid, name))
            except OSError:
                continue  # closed while we looked
            if stat.S_ISREG(found.st_mode) and found.st_nlink == 0:
                total += found.st_blocks * 512 if found.st_dev == self.device else 0
        return total

    def _mapped(self):
        """The most that files of the folder can hold which were removed and are only mapped."""
        total = 0
        try:
            with open("/proc/%d/maps" % self.pid, "rb") as file:
                for line in file:
                    if line.endswith(b" (deleted)\n") and os.fsencode(self.path) + b"/" in line:
                        begin, end = line.split(b" ", 1)[0].split(b"-")
                        total += int(end, 16) - int(begin, 16)
        except OSError:
            pass
        return total

    def _threads(self):
        try:
            return os.stat("/proc/%d/task" % self.pid).st_nlink - 2
        except OSError:
            return 0


def _names(folder):
    """What is in a folder, nothing once its process has ended."""
    try:
        return os.listdir(folder)
    except OSError:
        return []
