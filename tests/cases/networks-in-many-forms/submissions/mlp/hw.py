from sklearn.neural_network import MLPClassifier
Net = MLPClassifier(hidden_layer_sizes=(10,), activation="relu")
