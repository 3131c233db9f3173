# Question 1
accuracy = 0.915
print("accuracy:", accuracy)
print([[1, 2], [3, 4]])

# Question 2
print([1, 2.5])
