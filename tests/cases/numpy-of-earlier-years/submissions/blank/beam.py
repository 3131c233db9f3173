def moment(w, d):
    pass


def loads(rows):
    pass


def decay(x):
    pass


def pixels(text):
    pass


def error(a, b):
    pass


def span(x):
    pass
