import load
from frames import four
ANSWER = load.three + four
