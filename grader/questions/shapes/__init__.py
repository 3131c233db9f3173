"""Answer shapes, read once for all kinds: items, grids, grids by point, named parts.

Each reader takes whatever came back and gives raw cells in that shape, or says in one sentence why
there are none; what the cells mean is for the kinds to decide. How large an answer is is known
before anything in it is read, and nothing a student can write raises or takes unbounded work.
"""
