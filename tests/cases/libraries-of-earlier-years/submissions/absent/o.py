import tensorflow as tf
import cvxpy as cp
A = 7
x = cp.Variable()
p = cp.Problem(cp.Minimize((x-3)**2)); p.solve()
B = x.value
