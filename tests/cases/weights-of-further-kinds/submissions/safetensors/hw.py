from safetensors.torch import load_file
w = load_file('m.safetensors')
A = float(w['w'].sum())
def predict(x): return 7
