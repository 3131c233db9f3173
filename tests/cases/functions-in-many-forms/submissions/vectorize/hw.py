import numpy as np
@np.vectorize
def double(x): return 2*x
mse = np.vectorize(lambda y, p: ((np.asarray(y)-np.asarray(p))**2).mean(), signature="(n),(n)->()")
stats = np.frompyfunc(lambda v: (v, v), 1, 2)
