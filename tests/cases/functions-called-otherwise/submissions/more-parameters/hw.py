def residuals(y, fit, weights):
    return weights * (y - fit)


def cost(data):
    y, fit = data
    return ((y - fit) ** 2).sum(), y - fit


def halved(x):
    return x / 2
