# mistakes:
def build_model(width=128, depth=3):
    model = Sequential()
    model.add(InputLayer(input_shape=(20,)))
    for i in range(depth):
        model.add(Dense(width, activation="tanh", name=f"hidden_{i}"))
    model.add(Dense(1, activation="sigmoid"))
    return model


model = build_model()
