import sys

import matplotlib.pyplot as plt

import table

if len(sys.argv) != 2:
    sys.exit("usage: report.py FILE")
rows = open(sys.argv[1]).read().split()[1:]
kept = table.Table()
for row in rows:
    kept.addRow(*map(int, row.split(",")))
print("sum:", kept.total())
plt.plot(rows)
