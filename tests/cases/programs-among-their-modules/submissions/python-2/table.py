class Table:
    def __init__(self):
        self.rows = []

    def AddRow(self, n, value):
        self.rows.append(value)

    def total(self):
        return sum(self.rows)

    def IsEmpty(self):
        return not self.rows


if __name__ == "__main__":
    print "a table"
