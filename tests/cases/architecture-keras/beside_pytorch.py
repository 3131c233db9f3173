# mistakes:
import torch.nn as nn
import tensorflow as tf

keras_model = tf.keras.Sequential([tf.keras.layers.Dense(128, activation="tanh", input_shape=(20,)),
    tf.keras.layers.Dense(128, activation="tanh"), tf.keras.layers.Dense(128, activation="tanh"),
    tf.keras.layers.Dense(1, activation="sigmoid")])
torch_model = nn.Sequential(nn.Linear(20, 5), nn.ReLU(), nn.Linear(5, 1))
