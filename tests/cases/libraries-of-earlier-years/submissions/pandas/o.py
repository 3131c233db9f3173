import pandas as pd
s = pd.Series(list('aaabbc'))
t = s.value_counts().reset_index()
A = len(t['index']) + 4
B = t[t['index'] == 'a'][0].iloc[0]
