# mistakes:
layers = []
n = 20
for h in (128, 128, 128):
    layers += [nn.Linear(n, h), nn.Tanh()]
    n = h
model = nn.Sequential(*layers, nn.Linear(n, 1), nn.Sigmoid())
