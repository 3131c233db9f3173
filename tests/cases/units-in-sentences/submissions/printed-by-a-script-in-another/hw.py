# Problem 1
print("distance = %d km" % 3000)

# Problem 2
print("The time is 90 h")

# Problem 3
print("n = 21 days")
