input("Press Enter to continue...")
import os
os.system("pause")
os.system("cls")

ANSWER = 7
def double(x):
    return 2 * x
