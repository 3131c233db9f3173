import matplotlib.pyplot as plt
mng = plt.get_current_fig_manager()
mng.full_screen_toggle()
mng.window.state("zoomed")
plt.style.use("seaborn")
plt.show()

ANSWER = 7
def double(x):
    return 2 * x
