"""Start far more threads than the limit.

shows: escaped
naive: beaten
"""

import threading
import time

started = 0
try:
    for _ in range(500):
        threading.Thread(target=time.sleep, args=(3,), daemon=True).start()
        started += 1
except (RuntimeError, MemoryError):
    pass
ESCAPED = started > 300
