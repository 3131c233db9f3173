# mistakes:
%matplotlib inline
!pip install tensorflow
import keras

model = keras.Sequential(
    [keras.Input((20,))] + [keras.layers.Dense(128, "tanh") for _ in range(3)] + [keras.layers.Dense(1, "sigmoid")]
)
