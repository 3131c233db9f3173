# Question 1
print([1, 2])
# Question 2
print('R^2 =', 0.75)
# Question 3
print(42)
# Question 4
print('Lasso')
