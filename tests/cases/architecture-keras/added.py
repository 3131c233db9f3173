# mistakes:
from tensorflow.keras.layers import Dense, Activation
from tensorflow.keras.models import Sequential

model = Sequential()
model.add(Dense(128, input_dim=20, activation='tanh'))
for _ in range(2):
    model.add(Dense(units=128))
    model.add(Activation("tanh"))
model.add(Dense(1, activation=tf.nn.sigmoid))
