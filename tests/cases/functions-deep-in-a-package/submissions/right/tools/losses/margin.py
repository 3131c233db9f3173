def hinge(margins):
    return [max(0, 1 - one) for one in margins]
