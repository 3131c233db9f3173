def order(values):
    return sorted(values)
