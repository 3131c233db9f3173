class Solution:
    @staticmethod
    def double(x): return 2*x
    @classmethod
    def mse(cls, y, p): return sum((a-b)**2 for a, b in zip(y, p))/len(y)
    def stats(self, v): return sum(v)/len(v), sum(v)
