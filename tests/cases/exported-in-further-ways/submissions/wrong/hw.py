# %%
%pip install numpy
slope = 5.2
# %%
def area(x):
    return x**3
# %%
facts = [False, True]
