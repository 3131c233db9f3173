"""Fetch a page, as a beacon would.

shows: network
naive: beaten
"""

import urllib.request

urllib.request.urlopen(f"http://127.0.0.1:{WORLD['port']}/stolen", timeout=0.5)
