import pandas as pd
df = pd.DataFrame({'d': ['2020-01-05', '2020-02-07'], 'v': [3, 4]})
df['d'] = pd.to_datetime(df['d'], infer_datetime_format=True)
A = df.groupby(df.d.dt.week)['v'].sum().sum()
B = df.resample('M', on='d').v.sum().iloc[0]
r = pd.date_range('2020', periods=3, freq='H')
