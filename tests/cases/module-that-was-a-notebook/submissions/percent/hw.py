# %% [markdown]
# # My work
# %%
%load_ext autoreload
def double(x):
    return 2 * x
# %%
1 / 0
# %%
ANSWER = double(3) + 1
