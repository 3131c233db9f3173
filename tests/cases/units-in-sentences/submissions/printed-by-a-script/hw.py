# Problem 1
print("distance = %.1f km" % 3)

# Problem 2
print("The time is 90 s")

# Problem 3
print("n = 12 days")
