"""An answer that contains itself, and one that never ends.

shows: late
naive: spared (it compares texts)
"""

class Endless(dict):
    def items(self):
        while True:
            yield "x", 1

    def __iter__(self):
        while True:
            yield "x"

    def __len__(self):
        return 1 << 60


ANSWER = [Endless(x=1)]
ANSWER.append(ANSWER)
