from starter import *
answer = 5
