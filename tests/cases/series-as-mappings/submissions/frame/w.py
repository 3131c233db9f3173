import pandas as pd
def top_city(df):
    return df[df.n == df.n.max()]['city']
def per_city(df):
    return df.groupby('city', as_index=False)['n'].sum()
def zscore(x):
    from scipy.stats import zscore as z
    return z(x)
def clean(df):
    return df[df.x.notna()].to_numpy()
