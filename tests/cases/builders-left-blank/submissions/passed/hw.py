from tensorflow.keras import Input, layers, models


def build_model(width):
    """Give a model of two dense layers.

    width -- the number of inputs
    """
    # write your code below this line
    pass
