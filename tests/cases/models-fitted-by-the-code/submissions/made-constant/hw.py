class Nothing:
    def predict(self, rows):
        return [0 for _ in rows]


def model():
    return Nothing()
