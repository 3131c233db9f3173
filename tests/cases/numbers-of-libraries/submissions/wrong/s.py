p_value = 0.5
ci = (1.96, -1.96)
coef = [2, 1]
accuracy = 0.1
M = [[2, 1], [3, 1]]
