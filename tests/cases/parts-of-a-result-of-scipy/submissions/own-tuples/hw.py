from collections import namedtuple

Fit = namedtuple("Fit", "slope intercept")
slope = INTERCEPT = Fit(2.5, 0.8333)
p_value = t_statistic = (-1.265, 0.2746)
