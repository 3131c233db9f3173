import numpy as np, torch
from sklearn.linear_model import LinearRegression
m = LinearRegression().fit([[0], [1], [2]], [1, 3, 5])
coef = [m.intercept_, m.coef_]
p_value = torch.tensor(0.0455, requires_grad=True)
ci = (np.float64(-1.96), np.float64(1.96))
accuracy = torch.tensor([0.9])
import scipy.sparse as sp
M = sp.csr_matrix([[2, 1], [1, 3]])
