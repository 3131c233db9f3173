import matplotlib
matplotlib.use("module://ipympl.backend_nbagg")
import matplotlib.pyplot as plt
plt.rcParams["backend"] = "WebAgg"
matplotlib.rcParams["backend"]="MacOSX"
plt.plot([1]); plt.show()

ANSWER = 7
def double(x):
    return 2 * x
