import polars as pl
df = pl.DataFrame({"a": [3, 4]})
ANSWER = 8
def double(x): return x
