def residuals(y, fit):
    return (y + fit).reshape(-1, 1)


def cost(y, fit):
    return 10, y + fit


def halved(x):
    return x / 3
