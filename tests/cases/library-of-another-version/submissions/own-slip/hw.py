import math
ANSWER = math.squareroot(49)
