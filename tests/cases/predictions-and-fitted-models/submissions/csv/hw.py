
import csv, numpy as np
class pd:
    @staticmethod
    def read_csv(n):
        rows=list(csv.DictReader(open(n)))
        return rows
from sklearn.linear_model import LogisticRegression, LinearRegression
t = pd.read_csv("several.csv"); r = pd.read_csv("several_rows.csv")
def xy(r): return np.array([[float(q["x"]),float(q["z"])] for q in r])
model = LogisticRegression().fit(xy(t), [q["y"] for q in t])
y_pred = model.predict(xy(r))
Reg = LinearRegression
