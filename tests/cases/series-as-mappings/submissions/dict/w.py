import pandas as pd
def top_city(df):
    return df.sort_values('n').iloc[-1].city
def per_city(df):
    return df.groupby('city').sum().to_dict()['n']
def zscore(x):
    return list(pd.Series(x).sub(x.mean()).div(x.std()))
def clean(df):
    df.dropna(inplace=True)
    return df
