class Table:
    def __init__(self):
        self.rows = []

    def addRow(self, n, value):
        self.rows.append(n + value)

    def add__row(self, n, value):
        self.rows.append(value)

    def total(self):
        return sum(self.rows)

    def isEmpty(self):
        return len(self.rows)
