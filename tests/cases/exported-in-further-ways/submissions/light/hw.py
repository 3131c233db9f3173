# -*- coding: utf-8 -*-
# + [markdown]
# # HW
# -

# +
# %matplotlib inline
slope = 2.5
# -

def area(x):
    return x**2

facts = [True, False]
