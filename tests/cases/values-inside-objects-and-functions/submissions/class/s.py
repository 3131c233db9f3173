sq = lambda x: x**2
class Solver:
    def __init__(self):
        self.total = 55
        self.vec = [1, 4, 9]
if __name__ == '__main__':
    s = Solver()
    print('total', s.total, 'vec', s.vec)
