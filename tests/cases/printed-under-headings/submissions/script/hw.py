def greet(name):
    print('Hello,', name)
    return len(name)
def main():
    a = int(input('first? '))
    b = int(input('second? '))
    print('Sum:', a + b)
if __name__ == '__main__':
    main()
