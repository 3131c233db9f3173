import torch
A = 7
model = torch.hub.load('pytorch/vision', 'resnet18')
def predict(x): return float(model(x))
