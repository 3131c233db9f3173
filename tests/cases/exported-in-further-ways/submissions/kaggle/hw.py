import numpy as np
import os
for dirname, _, filenames in os.walk('/kaggle/input'):
    for filename in filenames:
        print(os.path.join(dirname, filename))
slope = 2.5
def area(x):
    return x**2
facts = [True, False]
