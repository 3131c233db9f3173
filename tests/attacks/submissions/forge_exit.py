"""Leave with the exit code of success before anything was compared.

shows: crash
naive: beaten
"""

import os

os._exit(0)
