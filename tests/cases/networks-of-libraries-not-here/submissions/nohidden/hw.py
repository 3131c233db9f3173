import tensorflow as tf
model = tf.keras.models.Sequential([tf.keras.Input((784,)), tf.keras.layers.Dense(10, 'softmax')])
