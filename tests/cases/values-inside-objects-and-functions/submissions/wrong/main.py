def sq(x):
    return 2*x

def main():
    total = sum(range(10))
    vec = [1, 2, 3]
if __name__ == '__main__':
    main()
