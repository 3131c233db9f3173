class Vector:
    def __init__(self, xs): pass
    def norm(self): pass
class Konto:
    pass
