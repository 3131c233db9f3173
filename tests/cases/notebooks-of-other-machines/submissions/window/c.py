import matplotlib
matplotlib.use('MacOSX')
import matplotlib.pyplot as plt
plt.ion()
fig, ax = plt.subplots()
ax.plot([1, 2])
plt.pause(5)
fig.canvas.manager.window.raise_()
plt.get_current_fig_manager().window.showMaximized()
plt.show(block=True)
ANSWER = 7
mean_grade = 3
