#!/usr/bin/env python
# In[1]:
get_ipython().system('pip install x')
def double(x):
    return x + x
# In[ ]:
this is no python
# In[3]:
ANSWER = 7
