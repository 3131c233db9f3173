if '__main__' == __name__:
    ANSWER = 7
