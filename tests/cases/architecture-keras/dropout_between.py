# mistakes:
model = Sequential([Input(shape=(20,)), Dense(128, "tanh"), Dropout(0.2), Dense(128, "tanh"), Dense(128, "tanh"), Dense(1, "sigmoid")])
