def draw(grid):
    print(grid)
