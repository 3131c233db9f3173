#%% first
from IPython import get_ipython
get_ipython().magic("reset -sf")
#%%
ANSWER = 7
