from plotnine import *
ANSWER = 7
