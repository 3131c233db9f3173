"""Locks of `multiprocessing` that serve threads alone, where its own need what others share.

Honest libraries make such a lock before they start a thread: `ThreadPool`, joblib, scikit-learn.
"""

import importlib
import threading

RECURSIVE_MUTEX = 0


class ThreadLock:
    """What `_multiprocessing.SemLock` is, but for a name that other processes could find."""

    SEM_VALUE_MAX = 2**31 - 1
    name = None
    handle = 0

    def __init__(self, kind, value, maxvalue, name=None, unlink=False):
        self.kind = kind
        self.maxvalue = maxvalue
        self._inner = threading.Semaphore(value)
        self._held = 0
        self._owner = None

    def acquire(self, block=True, timeout=None):
        """Whether it was taken."""
        if self.kind == RECURSIVE_MUTEX and self._is_mine():
            self._held += 1
            return True
        if not block:
            taken = self._inner.acquire(False)
        else:
            taken = self._inner.acquire(True, None if timeout is None else max(timeout, 0))
        if taken:
            self._held += 1
            self._owner = threading.get_ident()
        return taken

    def release(self):
        """Give it back; too often is an error, as in the original."""
        if self.kind == RECURSIVE_MUTEX:
            if not self._is_mine():
                raise AssertionError("attempt to release recursive lock not owned by thread")
            self._held -= 1
            if self._held:
                return
        else:
            if self._get_value() >= self.maxvalue:
                raise ValueError("semaphore or lock released too many times")
            self._held -= 1
        self._inner.release()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *error):
        self.release()

    def _count(self):
        return self._held

    def _is_mine(self):
        return self._held > 0 and self._owner == threading.get_ident()

    def _get_value(self):
        return self._inner._value

    def _is_zero(self):
        return self._get_value() == 0

    def _after_fork(self):
        pass


def serve_threads():
    """Have `multiprocessing` make locks for threads, and its memory in the work folder."""
    try:
        importlib.import_module("_multiprocessing").SemLock = ThreadLock
        importlib.import_module("multiprocessing.heap").Arena._dir_candidates = []
    except (ImportError, AttributeError):
        pass  # an interpreter without them has nothing to replace
