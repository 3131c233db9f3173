while True:
    g = input("guess: ")
    if g == "q":
        break

ANSWER = 7
def double(x):
    return 2 * x
