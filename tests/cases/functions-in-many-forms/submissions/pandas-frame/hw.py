import pandas as pd
def double(x): return pd.DataFrame({"x": [2*x]})
def mse(y, p): return (pd.DataFrame({"y": y, "p": p}).eval("(y-p)**2")).mean()
def stats(v):
    return pd.DataFrame({"v": v}).agg(["mean", "sum"])
