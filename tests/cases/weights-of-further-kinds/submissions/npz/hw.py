import numpy as np
W = np.load('weights/w.npz')['w']
A = W.sum()
def predict(x): return W @ x
