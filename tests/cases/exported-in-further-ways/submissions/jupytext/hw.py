# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # HW

# %%
# !pip install numpy
# %load_ext autoreload
slope = 2.5
# %%
def area(x):
    return x**2
# %%
facts = [True, False]
