"""Where no namespace gives a folder a size, the server watches how much a child has written."""

import os
import stat

MAX_ENTRIES = 2000
INTERVAL = 0.02  # seconds between two looks


class Folder:
    """One child's private folder on a shared disk, and its files that have no name any more."""

    def __init__(self, pid, number, limit):
        self.pid = pid
        self.number = number
        self.limit = limit
        self.device = os.fstat(number).st_dev

    def is_full(self):
        """Whether the child has written more than it may."""
        try:
            total, entries = self._below(self.number)
        except OSError:
            return False  # it changed while we looked; the next look is soon
        return entries > MAX_ENTRIES or total + self._nameless() > self.limit

    def close(self):
        """Stop watching."""
        os.close(self.number)

    def _below(self, number, depth=0):
        total, entries = 0, 0
        for name in os.listdir(number):
            found = os.stat(name, dir_fd=number, follow_symlinks=False)
            total += found.st_blocks * 512
            entries += 1
            if entries > MAX_ENTRIES or depth > 20:
                return total, MAX_ENTRIES + 1
            if stat.S_ISDIR(found.st_mode):
                inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=number)
                try:
                    more, further = self._below(inner, depth + 1)
                finally:
                    os.close(inner)
                total, entries = total + more, entries + further
        return total, entries

    def _nameless(self):
        """The size of files that were removed and are still open."""
        total = 0
        folder = "/proc/%d/fd" % self.pid
        try:
            for name in os.listdir(folder):
                found = os.stat(os.path.join(folder, name))
                if stat.S_ISREG(found.st_mode) and found.st_nlink == 0:
                    total += found.st_blocks * 512 if found.st_dev == self.device else 0
        except OSError:
            pass
        return total
