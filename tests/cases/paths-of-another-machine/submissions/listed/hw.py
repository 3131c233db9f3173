import glob
import os
files = glob.glob('/kaggle/input/hw/*.csv')
if os.path.exists('/kaggle/input/hw/train.csv') and len(files) == 1:
    ANSWER = sum(int(x) for x in open(files[0]).read().split()[1].split(','))
