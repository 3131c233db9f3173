from joblib import Parallel, delayed
A = sum(Parallel(n_jobs=-1, backend='loky')(delayed(abs)(i) for i in (3, 4)))
from sklearn.ensemble import RandomForestClassifier
RandomForestClassifier(n_jobs=4).fit([[0], [1]], [0, 1])
def total(t):
    return sum(Parallel(2, 'multiprocessing')(delayed(float)(v) for v in t))
