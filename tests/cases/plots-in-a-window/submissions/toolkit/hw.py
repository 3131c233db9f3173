import tkinter as tk
try:
    pass
finally:
    pass
root = tk.Tk()
root.mainloop()
ANSWER = 7
