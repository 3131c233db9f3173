y_train = train["Class/ASD"]
y_test_pred = submission["austim"]
x_test = test["austim"]
