for k in range(300000):
    print('accuracy of step', k, 'is', 0.1)
print('accuracy', 0.3)
def greet(name):
    print('Hello,', name)
    return len(name)
