import matplotlib.pyplot as plt
plt.ion(); plt.plot([1]); plt.pause(0.1); plt.show(block=True)
ANSWER = 7
