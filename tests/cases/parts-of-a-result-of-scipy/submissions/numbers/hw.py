from scipy import stats

x, y = [0, 1, 2], [1, 3, 6]
slope, INTERCEPT, *_ = stats.linregress(x, y)
t_statistic, p_value = stats.ttest_ind([1, 2, 3], [2, 3, 5])
