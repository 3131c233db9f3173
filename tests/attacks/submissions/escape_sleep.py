"""Sleep for ever.

shows: late
naive: beaten
"""

import time

time.sleep(10**6)
