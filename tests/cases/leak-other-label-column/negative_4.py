y_train = train_df["Class/ASD"].astype(int)
y_test = (test_df["Class/ASD"] == "YES").astype(int)
y_pred = results["prediction"]
