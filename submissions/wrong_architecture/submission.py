"""Problem 2 with one ReLU, a layer that is never used, and a Keras listing with half the units."""

import torch.nn.functional as F
from torch import nn


class ASDClassifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(20, 128)
        self.fc2 = nn.Linear(128, 128)
        self.fc3 = nn.Linear(128, 128)
        self.fc4 = nn.Linear(128, 1)
        self.spare = nn.Linear(128, 128)

    def forward(self, x):
        x = self.fc1(x).tanh()
        x = F.relu(self.fc2(x))
        x = F.tanh(self.fc3(x))
        return self.fc4(x).sigmoid()


KERAS_MODEL = """
from tensorflow.keras import Sequential
from tensorflow.keras.layers import Dense

model = Sequential()
model.add(Dense(64, activation="tanh", input_shape=(20,)))
model.add(Dense(64, activation="tanh"))
model.add(Dense(64, activation="tanh"))
model.add(Dense(1))
"""
