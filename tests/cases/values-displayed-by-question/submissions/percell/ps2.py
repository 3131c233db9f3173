# %% [markdown]
# ## Question 1
# %%
import numpy as np
print(np.array([1., 2.]))
# %% [markdown]
# ## Question 2
# %%
print(0.75)
# %% [markdown]
# ## Question 3
# %%
print('rows:', 42)
# %% [markdown]
# ## Question 4
# %%
print('lasso')
