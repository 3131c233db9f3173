# mistakes: bias
model = Sequential([Input(shape=(20,)), Dense(128, "tanh", use_bias=False), Dense(128, "tanh"), Dense(128, "tanh"), Dense(1, "sigmoid")])
