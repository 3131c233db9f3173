from sklearn.neural_network import MLPClassifier
Net = MLPClassifier((16,), max_iter=800)
