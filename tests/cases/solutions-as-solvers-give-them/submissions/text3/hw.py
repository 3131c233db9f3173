EIG = "1, 3 (double)"
VEC = "span{(1,2,-1)}"
UNIT = "+/- [0.6, -0.8]"
ROOT = "x=7 or x = 7"
