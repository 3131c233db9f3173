def softplus(x):
    return x
