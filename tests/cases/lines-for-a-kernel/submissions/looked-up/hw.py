from IPython.display import clear_output, Math, display
clear_output(wait=True)
display(Math('x'))
ANSWER = 7
get_ipython().magic('reset -sf')
