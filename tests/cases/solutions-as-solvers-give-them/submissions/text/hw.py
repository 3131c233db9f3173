EIG = "3, 1 and 3"
VEC = "(1, 2, -1)^T"
UNIT = "[-0.6; 0.8]"
ROOT = "x = 7"
