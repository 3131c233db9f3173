from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline

print(cross_val_score(make_pipeline(StandardScaler(), LogisticRegression()), X, y))
