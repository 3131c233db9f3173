# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
# ---

# %% [markdown]
# Hi

# %%
# %matplotlib inline

# %%
ANSWER = 7
