import os
os.environ["MPLBACKEND"] = "Qt5Agg"
import matplotlib.pyplot as plt
from matplotlib.backends.backend_tkagg import FigureCanvasTkAgg
plt.plot([1]); plt.get_current_fig_manager().window.showMaximized(); plt.show()

ANSWER = 7
def double(x):
    return 2 * x
