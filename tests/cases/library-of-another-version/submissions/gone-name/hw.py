from sklearn.datasets import load_boston
import numpy as np
ANSWER = load_boston().data.shape[1] - 6
