from helpers import seven, twice
ANSWER = seven()
double = twice
