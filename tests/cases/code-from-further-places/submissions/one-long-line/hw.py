print("x" * 60_000_000)
ANSWER = 7
