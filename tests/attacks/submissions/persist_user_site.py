"""Leave a module that every later interpreter of this user imports.

shows: outside
naive: beaten
"""

import os

folder = os.path.join(WORLD["home"], ".local/lib/python3/site-packages")
os.makedirs(folder, exist_ok=True)
open(os.path.join(folder, "usercustomize.py"), "w").write("raise SystemExit\n")
