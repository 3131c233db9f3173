import sys
import table
import matplotlib.pyplot as plt

if __name__ == "__main__":
    if len(sys.argv) < 2:
        print "usage: report.py FILE"
        sys.exit(1)
    rows = [map(int, line.split(",")) for line in open(sys.argv[1]).readlines()[1:]]
    kept = table.Table()
    for row in rows:
        kept.AddRow(row[0], row[1])
    print "sum: ", kept.total()
    plt.plot(kept.rows)
    plt.xlabel("n")
    plt.ylabel("rows")
