import gridworldlib

GRID = [[1, 0, 0], [1, 1, 0], [0, 1, 1], [0, 0, 1]]


def neighbours(size, row, column):
    return gridworldlib.near(size, row, column)
