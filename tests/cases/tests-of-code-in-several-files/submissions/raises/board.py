GRID = [[1, 0, 0], [1, 1, 0], [0, 1, 1], [0, 0, 1]]


def neighbours(size, row, column):
    return [(row, column)][2]
