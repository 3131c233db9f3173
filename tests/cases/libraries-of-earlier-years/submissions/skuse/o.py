import numpy as np
from sklearn.cross_validation import KFold, train_test_split
kf = KFold(10, n_folds=5)
B = len([1 for tr, te in kf]) - 2
X_train, X_test = train_test_split(np.arange(10), test_size=0.3, random_state=0)
A = len(X_train)
