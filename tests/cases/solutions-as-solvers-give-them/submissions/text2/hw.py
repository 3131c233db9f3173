EIG = "lambda_1 = 3, lambda_2 = 3, lambda_3 = 1"
VEC = "c*(1, 2, -1)"
UNIT = "±(0.6, -0.8)"
ROOT = "{7}"
