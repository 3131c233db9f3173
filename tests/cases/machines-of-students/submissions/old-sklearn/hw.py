from sklearn.cross_validation import train_test_split, KFold
from sklearn.grid_search import GridSearchCV
from sklearn.externals import joblib
from sklearn.preprocessing import Imputer
from sklearn.learning_curve import learning_curve

ANSWER = 7
def double(x):
    return 2 * x
