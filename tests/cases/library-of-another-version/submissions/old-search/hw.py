import sklearn.grid_search
from sklearn.learning_curve import learning_curve
ANSWER = len(sklearn.grid_search.ParameterGrid({'a': range(7)}))
