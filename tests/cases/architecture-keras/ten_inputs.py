# mistakes: input_size
model = Sequential([Input(shape=(10,)), Dense(128, "tanh"), Dense(128, "tanh"), Dense(128, "tanh"), Dense(1, "sigmoid")])
