import tensorflow as tf
# model here
