# -*- coding: utf-8 -*-
"""HW.ipynb

Original file is located at
    https://colab.research.google.com/drive/1
"""

from google.colab import drive
drive.mount('/content/drive')

# Commented out IPython magic to ensure Python compatibility.
# %cd /content/drive/MyDrive

"""## Part 1"""

slope = 2.5
"""text $x$ \d"""
def area(x):
    return x**2
facts = [True, False]
