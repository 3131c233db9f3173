import sys

if sys.version_info[0] < 3:
    range = xrange
    text = unicode
else:
    text = str


def counts(items):
    return {item: items.count(item) for item in items}


def middle(items):
    return sorted(items)[len(items) // 2]


RATIO = 7 / 2
