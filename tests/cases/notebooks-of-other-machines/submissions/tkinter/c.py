import tkinter as tk
import turtle
ANSWER = 7
root = tk.Tk()
root.title('x')
mean_grade = 3
root.mainloop()
