import pandas as pd
def top_city(df):
    return df.loc[df['n'].idxmax(), 'city']
def per_city(df):
    return df.groupby('city')['n'].sum()
def zscore(x):
    return (x - x.mean()) / x.std()
def clean(df):
    return df.dropna()
