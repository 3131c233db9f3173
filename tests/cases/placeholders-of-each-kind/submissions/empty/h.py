a = np.nan
b = np.zeros(3) * np.nan
