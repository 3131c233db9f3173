import tensorflow as tf
def Net():
    inputs = tf.keras.Input(shape=(4,))
    x = tf.keras.layers.Dense(12, activation=tf.nn.relu)(inputs)
    outputs = tf.keras.layers.Dense(3, activation="softmax")(x)
    model = tf.keras.Model(inputs, outputs)
    model.compile("adam", "sparse_categorical_crossentropy")
    return model
