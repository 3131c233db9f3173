def double(x):
    return 2 * x


def main():
    print('Answer =', double(3) + 1)


if __name__ == '__main__':
    main()
