class Scaler:
    def __init__(self, by):
        self.by = by

    def scaled(self, x):
        return self.by * x
