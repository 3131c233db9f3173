import torchvision.models as m
net = m.resnet18(pretrained=True)
A = 7
def predict(x): return float(net(x))
