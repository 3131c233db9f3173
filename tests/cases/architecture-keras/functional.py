# mistakes:
from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input((20,))
x = inputs
for units in [128] * 3:
    x = layers.Dense(units, activation=keras.activations.tanh)(x)
outputs = layers.Dense(1, activation="sigmoid")(x)
model = keras.Model(inputs=inputs, outputs=outputs)
