def split(table):
    pass


def by_name(table):
    pass


def moor(harbour, berths, ships):
    pass


def swap(pair):
    pass


def centre(x):
    pass
