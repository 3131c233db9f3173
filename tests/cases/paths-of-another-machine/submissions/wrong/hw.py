import os
ANSWER = len(open(os.path.join('/x', 'train.csv')).read())
