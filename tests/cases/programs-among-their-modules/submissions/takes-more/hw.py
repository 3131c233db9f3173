import sys


class Table:
    def __init__(self, name):
        self.name = name
        self.rows = []

    def add_row(self, n, value, unit):
        self.rows.append(value)

    def total(self):
        return sum(self.rows)

    def is_empty(self):
        return not self.rows


if len(sys.argv) > 1:
    table = Table("rows")
    for line in open(sys.argv[1]).readlines()[1:]:
        table.add_row(*map(int, line.split(",")), "m")
    print("sum", table.total())
