import pandas as pd
df = pd.DataFrame({'g': list('aab'), 'v': [1, 2, 4]})
vc = df['g'].value_counts().reset_index()
vc.columns = ['g', 'n']
B = df.ix[0, 'v'] + df.ix[1]['v']
A = df.append({'g': 'c', 'v': 0}, ignore_index=True).v.sum()
