from tensorflow import keras
H = 17
inp = keras.Input(shape=(784,))
x = keras.layers.Dense(H, activation=keras.activations.relu)(inp)
out = keras.layers.Dense(10, activation='softmax')(x)
model = keras.Model(inp, out)
