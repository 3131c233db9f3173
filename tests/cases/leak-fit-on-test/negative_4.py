model.fit(X_train, y_train, validation_data=(X_test, y_test), epochs=5)
