import pickle
with open('params.pkl', 'rb') as f: p = pickle.load(f)
A = sum(p)
def predict(x): return p[0]*x[0]+p[1]*x[1]
