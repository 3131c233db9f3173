"""An answer that is equal to everything.

shows: answer
naive: beaten
"""

class Everything:
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

    def __str__(self):
        return "key"


ANSWER = Everything()
