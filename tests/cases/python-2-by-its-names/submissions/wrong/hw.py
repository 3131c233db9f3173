def counts(items):
    found = {}
    for place in xrange(len(items)):
        if not found.has_key(items[place]):
            found[items[place]] = 1
        found[items[place]] += 1
    return found


def middle(items):
    ordered = sorted(items)
    return ordered[len(ordered) / 2 - 1]


RATIO = 5 / 2
