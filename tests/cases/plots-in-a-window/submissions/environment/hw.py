import os
os.environ['MPLBACKEND'] = 'Qt5Agg'
import matplotlib.pyplot as plt
plt.ion()
plt.plot([3])
plt.show(block=True)
ANSWER = 7
