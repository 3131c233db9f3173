# In[1]:
get_ipython().run_cell_magic('time', '', 'slope = 2.5\n')
# In[2]:
get_ipython().system('pip install x')
out = get_ipython().getoutput('ls')
def area(x):
    return x**2
facts = [True, False]
