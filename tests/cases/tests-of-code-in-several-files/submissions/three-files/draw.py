def draw(grid):
    for row in grid:
        print(*row)
