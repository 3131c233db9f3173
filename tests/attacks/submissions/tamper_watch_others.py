"""Watch the shared libraries to learn what others run.

shows: escaped
naive: beaten
"""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
watch = libc.inotify_init1(0)
ESCAPED = watch >= 0 and libc.inotify_add_watch(watch, b"/usr", 1) >= 0
