from sklearn.tree import DecisionTreeRegressor

ANSWER = 6 + DecisionTreeRegressor(criterion="best").fit([[0], [1]], [0, 1]).score([[0], [1]], [0, 1])
