import matplotlib.pyplot as plt
plt.style.use('seaborn')
ANSWER = 7
