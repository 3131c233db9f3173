# mistakes: missing_activation output_range
model = Sequential([Input(shape=(20,)), Dense(128, "tanh"), Dense(128, "tanh"), Dense(128, "tanh"), Dense(1)])
