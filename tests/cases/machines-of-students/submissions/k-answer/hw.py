ANSWER = int(input("n? "))
def double(x):
    return x * int(input())
