"""Change the stored marks.

shows: outside
naive: beaten
"""

import sqlite3

book = sqlite3.connect(WORLD["gradebook"])
book.execute("UPDATE marks SET score = 100")
book.commit()
