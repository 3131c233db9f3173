import matplotlib.pyplot as plt
plt.style.use('seaborn-whitegrid')
import seaborn as sns
sns.distplot([1, 2, 3])
plt.hist([1, 2], normed=True)
A = 7
from matplotlib.mlab import PCA, normpdf
B = 3
