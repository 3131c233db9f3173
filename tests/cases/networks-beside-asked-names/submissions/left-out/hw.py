from keras.layers import LSTM, Dense
from keras.models import Sequential


def windows(rows):
    return [rows[i : i + 2] for i in range(len(rows) - 1)]


def build_regression(size):
    model = Sequential()
    model.add(LSTM(5, input_shape=(size, 1)))
    model.add(Dense(1))
    return model


model = build_regression(7)
print(windows([4, 5]))
