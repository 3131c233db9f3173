def counts(items):
    found = {}
    for place in xrange(len(items)):
        if not found.has_key(items[place]):
            found[items[place]] = 0
        found[items[place]] += 1
    return found
