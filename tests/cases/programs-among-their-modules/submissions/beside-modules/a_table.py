class Table:
    def __init__(self):
        self.rows = []

    def addRow(self, n, value):
        self.rows.append(value)

    def total(self):
        return sum(self.rows)

    def isEmpty(self):
        return not self.rows

    def _is_empty(self):
        return "private"


if __name__ == "__main__":
    print("a table, sum: 0")
