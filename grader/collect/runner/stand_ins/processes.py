"""What would start processes of its own runs in this one, on threads or in turn."""

import functools
import re
import sys

import notes

_WORKERS = ("num_workers", "prefetch_factor", "persistent_workers", "multiprocessing_context",
            "timeout", "worker_init_fn")  # fmt: skip
_LOADERS = re.compile(rb"num_workers|DataLoader")
_PROCESSES = re.compile(rb"ultiprocess|ProcessPool")


def _told(what):
    notes.add("in-one-process", "%s works in one process here." % what)


def _loader(data):
    begin = data.DataLoader.__init__

    @functools.wraps(begin)
    def alone(self, *given, **named):
        """The loader as asked for, but in this process."""
        wanted = named.get("num_workers", given[5] if len(given) > 5 else 0)
        if wanted:
            _told("A loader with num_workers=%s" % wanted)
            given = given[:5] + (0,) + given[6:] if len(given) > 5 else given
            named = {name: value for name, value in named.items() if name not in _WORKERS}
        begin(self, *given, **named)

    data.DataLoader.__init__ = alone


def _pools(multiprocessing):
    import multiprocessing.context
    import multiprocessing.pool
    import queue
    import threading

    class Pool(multiprocessing.pool.ThreadPool):
        """A pool of threads under the name of a pool of processes."""

        def __init__(self, processes=None, initializer=None, initargs=(), *more, **named):
            _told("A pool of processes")
            super().__init__(min(processes or 1, 4), initializer, initargs)

    class Process(threading.Thread):
        """A thread under the name of a process; an error in it is its own."""

        exitcode = None
        pid = 1

        def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, daemon=True):
            _told("A process")
            super().__init__(None, target, name, args, kwargs or {}, daemon=True)

        def run(self):
            try:
                super().run()
                self.exitcode = 0
            except BaseException:
                self.exitcode = 1
                raise

        def terminate(self):
            """Threads end by themselves."""

        kill = close = terminate

    class Manager:
        """Plain lists and mappings: there is one process to share them."""

        list, dict = list, dict
        Queue, JoinableQueue = queue.Queue, queue.Queue
        Lock, RLock, Event = threading.Lock, threading.RLock, threading.Event
        Namespace = type("Namespace", (), {})

        def Value(self, kind, value=0, *more):
            return type("Value", (), {"value": value})()

        def Array(self, kind, values, *more):
            return [*values] if hasattr(values, "__iter__") else [0] * values

        def start(self, *given):
            """It is there already."""

        shutdown = join = start

        def __enter__(self):
            return self

        def __exit__(self, *error):
            return False

    nothing = lambda *given, **named: None  # noqa: E731
    instead = {
        "Pool": Pool, "Process": Process, "Manager": Manager, "set_start_method": nothing,
        "Queue": queue.Queue, "SimpleQueue": queue.Queue, "JoinableQueue": queue.Queue,
        "freeze_support": nothing,
    }  # fmt: skip
    holders = [multiprocessing]
    if "torch.multiprocessing" in sys.modules:
        holders.append(sys.modules["torch.multiprocessing"])
    for holder in holders:
        for name, thing in instead.items():
            setattr(holder, name, thing)
        holder.get_context = lambda method=None: multiprocessing
    multiprocessing.context.BaseContext.Pool = lambda self, *given, **named: Pool(*given, **named)


def _futures(futures):
    class Futures(futures.ThreadPoolExecutor):
        """Futures on threads under the name of those on processes."""

        def __init__(self, max_workers=None, context=None, initializer=None, initargs=(), **_):
            _told("A pool of processes")
            super().__init__(min(max_workers or 1, 4), "", initializer, initargs)

    futures.ProcessPoolExecutor = Futures


RULES = (
    (b"", _LOADERS, "torch.utils.data", _loader),
    (b"", _PROCESSES, "multiprocessing", _pools),
    (b"", _PROCESSES, "concurrent.futures", _futures),
)
