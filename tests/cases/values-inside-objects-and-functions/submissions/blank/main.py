def sq(x):
    pass

if __name__ == '__main__':
    pass
