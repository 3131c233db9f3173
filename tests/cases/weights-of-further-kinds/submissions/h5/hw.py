import h5py
w = h5py.File('m.h5')['w'][:]
A = w.sum()
def predict(x): return w @ x
