def sq(x):
    return x*x

if __name__ == '__main__':
    total = sum(range(11))
    vec = [sq(i) for i in (1,2,3)]
