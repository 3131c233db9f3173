import matplotlib
matplotlib.use("Qt5Agg")
import matplotlib.pyplot as plt
plt.plot([1]); plt.show()
ANSWER = 7
