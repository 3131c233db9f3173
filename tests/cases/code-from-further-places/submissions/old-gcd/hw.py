from fractions import gcd
ANSWER = gcd(14, 21)
