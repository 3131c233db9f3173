def hinge(margins):
    return [max(0, one) for one in margins]
