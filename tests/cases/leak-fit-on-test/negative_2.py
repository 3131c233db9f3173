import torch

net = torch.nn.Linear(10, 1)
adam = torch.optim.Adam(net.parameters())
for epoch in range(50):
    loss = criterion(net(X_train_t), y_train_t)
    loss.backward()
    adam.step()
    with torch.no_grad():
        test_loss = criterion(net(X_test_t), y_test_t)
        print(epoch, loss.item(), test_loss.item())
