from scipy import stats

x, y = [0, 1, 2], [1, 3, 6]
slope = INTERCEPT = stats.linregress(x, y)
p_value = t_statistic = stats.ttest_ind([1, 2, 3], [2, 3, 5])
