import statsmodels.api as sm, pandas as pd, numpy as np
d = pd.DataFrame({'x': [0., 1, 2, 3], 'y': [1., 3, 5, 7]})
r = sm.OLS(d.y, sm.add_constant(d.x)).fit()
coef = r.params
p_value = pd.Series({'z': 0.0455})
ci = pd.DataFrame([[-1.96, 1.96]], columns=['lo', 'hi'])
accuracy = '90%'
M = pd.DataFrame([[2, 1], [1, 3]])
