# mistakes: layer_count
model = Sequential([Input(shape=(20,)), Dense(128, "tanh"), Dense(128, "tanh"), Dense(1, "sigmoid")])
