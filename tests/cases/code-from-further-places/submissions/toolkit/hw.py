import tkinter as tk
root = tk.Tk()
root.mainloop()
ANSWER = 7
