from sklearn.neural_network import MLPClassifier
model = MLPClassifier((16, 8))
CNN = 'see notebook'
