import matplotlib.pyplot as plt
plt.ion()
plt.plot([1])
plt.pause(5)
plt.waitforbuttonpress()
plt.ginput(1)
plt.show(block=True)

ANSWER = 7
def double(x):
    return 2 * x
