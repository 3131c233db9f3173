import pandas as pd
from sklearn.linear_model import LogisticRegression
def main():
    d = pd.read_csv('train.csv')
    model = LogisticRegression().fit(d.drop(columns='y'), d.y)
    print(model.coef_)
if __name__ == '__main__':
    main()
