from torch.utils.data import DataLoader, TensorDataset

test_loader = DataLoader(TensorDataset(X_test_tensor, y_test_tensor), batch_size=32)
for xb, yb in test_loader:
    loss = criterion(model(xb), yb)
    loss.backward()  # finding: fit-on-test
