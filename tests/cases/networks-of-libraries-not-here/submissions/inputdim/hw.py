from keras.models import Sequential
from keras.layers import Dense, Activation
model = Sequential()
model.add(Dense(units=64, input_dim=28*28))
model.add(Activation('relu'))
model.add(Dense(10))
model.add(Activation('softmax'))
