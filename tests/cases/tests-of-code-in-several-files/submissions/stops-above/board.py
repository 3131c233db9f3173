GRID = [[1, 0, 0], [1, 1, 0], [0, 1, 1], [0, 0, 1]]
print(undefined_until_later)


def neighbours(size, row, column):
    near = [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
    return [(r, c) for r, c in near if 0 <= r < size and 0 <= c < size]
