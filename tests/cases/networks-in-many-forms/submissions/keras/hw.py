from tensorflow import keras
from tensorflow.keras import layers
Net = keras.Sequential([layers.Input(shape=(4,)), layers.Dense(12, activation="relu"), layers.Dense(3, activation="softmax")])
