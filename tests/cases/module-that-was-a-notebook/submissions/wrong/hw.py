# %%
%matplotlib inline
ANSWER = 8
# %%
def double(x):
    return 3 * x
