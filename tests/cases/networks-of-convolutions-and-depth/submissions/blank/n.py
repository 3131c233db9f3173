model = None
class CNN:
    pass
