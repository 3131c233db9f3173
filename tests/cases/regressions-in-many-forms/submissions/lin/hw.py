from sklearn.linear_model import *
model = Ridge()
