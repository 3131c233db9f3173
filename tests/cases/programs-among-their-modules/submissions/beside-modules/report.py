import sys

import matplotlib.pyplot as plt

from a_table import Table

if len(sys.argv) != 2:
    print("usage: report.py FILE")
    sys.exit(1)
lines = open(sys.argv[1]).read().split()
if sys.argv[1] == "Data/rows.csv":
    lines = lines[1:]
table = Table()
for line in lines:
    table.addRow(*map(int, line.split(",")))
print("sum:", table.total())
plt.plot(table.rows)
plt.xlabel("n")
plt.ylabel("rows")
plt.savefig("rows.png")
