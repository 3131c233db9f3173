import matplotlib.pyplot as plt
plt.plot([1]); plt.savefig("/home/me/out.png")
ANSWER = 7
