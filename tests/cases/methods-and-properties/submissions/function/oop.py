def norm(v): return sum(x*x for x in v)**.5
def abheben(stand, b): return stand-b
