def double(x):
    return 2 * x
if __name__ == '__main__':
    ANSWER = 7
    raise SystemExit(main())
