from joblib import Parallel, delayed
ANSWER = sum(Parallel(n_jobs=-1)(delayed(int)(i) for i in [3, 4]))
