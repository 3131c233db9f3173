import sys


class Table(list):
    def addrow(self, n, value):
        self.append(value)

    def total(self):
        return sum(self)

    @property
    def size(self):
        return len(self)

    def is_empty(self):
        return not self


if len(sys.argv) > 1:
    table = Table()
    for line in open(sys.argv[1]).readlines()[1:]:
        table.addrow(*(int(part) for part in line.split(",")))
    print("sum", table.total())
