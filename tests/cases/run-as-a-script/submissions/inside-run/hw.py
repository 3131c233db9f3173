def double(x):
    return 2 * x


def run(n=3):
    '''Work.'''
    ANSWER = double(n)
    ANSWER += 1
    return None


run()
