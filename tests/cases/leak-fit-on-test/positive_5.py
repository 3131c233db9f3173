import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy")
model.fit(X_train, y_train, epochs=10)
model.fit(x=X_test, y=y_test, epochs=10)  # finding: fit-on-test
