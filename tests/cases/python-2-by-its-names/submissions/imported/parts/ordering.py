def middle(items):
    ordered = sorted(items)
    return ordered[len(ordered) / 2]


for _ in xrange(1):
    RATIO = 7 / 2
