def split(table):
    return [table[["cars", "deck"]], table.late.tolist()]


def by_name(table):
    return dict(late=table.query("late == 1"), early=table.query("late == 0"))


def moor(harbour, berths, ships):
    for k in range(len(berths)):
        harbour[berths[k][0], berths[k][1]] = ships[k]
    return harbour.tolist()


def swap(pair):
    return list(pair[::-1]) if isinstance(pair, tuple) else None


def centre(x):
    return x - sum(x) / x.size
