#!/usr/bin/env python
# coding: utf-8
# In[1]:
get_ipython().run_line_magic('matplotlib', 'inline')
get_ipython().system('pip install x')
files = get_ipython().getoutput('ls')
# In[2]:
get_ipython().run_cell_magic('time', '', 'ANSWER = 7\n')
# In[3]:
mean_grade = 3.0
