def residuals(y, fit):
    return y - "fit"


def cost(y, fit):
    return sum(y - fit ** 2, 0).nothing


def halved(x):
    return x / 2
