# mistakes: layer_size other_activation output_shape
model = Sequential([Input(shape=(20,)), Dense(128, "tanh"), Dense(128, "tanh"), Dense(128, "tanh"), Dense(2, "softmax")])
