"""One network in many styles, and networks with one difference each."""

import torch
import torch.nn.functional as F
from torch import nn


class Layers(nn.Module):
    sizes = (20, 128, 128, 128, 1)
    bias = (True, True, True, True)

    def __init__(self):
        super().__init__()
        pairs = zip(self.sizes, self.sizes[1:], self.bias)
        self.one, self.two, self.three, self.four = (nn.Linear(a, b, bias=c) for a, b, c in pairs)


class AsTaught(nn.Module):
    def __init__(self):
        super(AsTaught, self).__init__()
        self.fc1 = nn.Linear(20, 128)
        self.fc2 = nn.Linear(128, 128)
        self.fc3 = nn.Linear(128, 128)
        self.fc4 = nn.Linear(128, 1)
        self.tanh = nn.Tanh()
        self.sigmoid = nn.Sigmoid()

    def forward(self, x):
        x = self.tanh(self.fc1(x))
        x = self.tanh(self.fc2(x))
        x = self.tanh(self.fc3(x))
        return self.sigmoid(self.fc4(x))


class Functional(Layers):
    def forward(self, x):
        return F.sigmoid(self.four(F.tanh(self.three(F.tanh(self.two(F.tanh(self.one(x))))))))


class TorchFunctions(Layers):
    def forward(self, x):
        for layer in (self.one, self.two, self.three):
            x = torch.tanh(layer(x))
        return torch.special.expit(self.four(x))


class TensorMethods(Layers):
    def forward(self, x):
        return self.four(self.three(self.two(self.one(x).tanh()).tanh()).tanh()).sigmoid()


sequential = nn.Sequential(
    nn.Linear(20, 128), nn.Tanh(), nn.Linear(128, 128), nn.Tanh(), nn.Linear(128, 128), nn.Tanh(),
    nn.Linear(128, 1), nn.Sigmoid(),
)


class InLoop(nn.Module):
    def __init__(self):
        super().__init__()
        sizes = [20, 128, 128, 128]
        self.hidden = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.last = nn.Sequential(nn.Linear(128, 1), nn.Sigmoid())

    def forward(self, x):
        for layer in self.hidden:
            x = layer(x).tanh()
        return self.last(x)


class OwnWeights(nn.Module):
    def __init__(self):
        super().__init__()
        sizes = [20, 128, 128, 128, 1]
        self.W = nn.ParameterList(torch.randn(a, b) / 10 for a, b in zip(sizes, sizes[1:]))
        self.b = nn.ParameterList(torch.zeros(b) for b in sizes[1:])

    def forward(self, x):
        for W, b in list(zip(self.W, self.b))[:-1]:
            x = torch.tanh(x @ W + b)
        return torch.sigmoid(torch.einsum("ni,ij->nj", x, self.W[3]) + self.b[3])


class TanhByHand(Layers):
    def forward(self, x):
        for layer in (self.one, self.two, self.three):
            x = 2 / (1 + torch.exp(-2 * layer(x))) - 1
        return 1 / (1 + torch.exp(-self.four(x)))


class WithDropout(Layers):
    def __init__(self):
        super().__init__()
        self.dropout = nn.Dropout(0.5)

    def forward(self, x):
        for layer in (self.one, self.two, self.three):
            x = self.dropout(torch.tanh(layer(x)))
        return torch.sigmoid(self.four(x))


class Squeezed(Functional):
    def forward(self, x):
        return super().forward(x).squeeze(-1)


class NeedsSizes(AsTaught):
    def __init__(self, inputs=20, *, width=128):
        super().__init__()


def make_network():
    return Functional()


class InPlace(Layers):
    def forward(self, x):
        for layer in (self.one, self.two, self.three):
            x = layer(x)
            x.tanh_()
        return self.four(x).sigmoid_()


class HalfPrecisionSafe(Functional):
    def __init__(self):
        super().__init__()
        self.double()


class ReluInTheMiddle(Layers):
    def forward(self, x):
        x = torch.tanh(self.one(x))
        x = F.relu(self.two(x))
        return torch.sigmoid(self.four(torch.tanh(self.three(x))))


class SaysTanhRunsRelu(Layers):
    def __init__(self):
        super().__init__()
        self.tanh = nn.ReLU()

    def forward(self, x):
        x = self.tanh(self.one(x))
        x = torch.tanh(self.two(x))
        return torch.sigmoid(self.four(torch.tanh(self.three(x))))


class NoSigmoid(Layers):
    def __init__(self):
        super().__init__()
        nn.init.constant_(self.four.bias, 5.0)

    def forward(self, x):
        return self.four(self.three(self.two(self.one(x).tanh()).tanh()).tanh())


class SoftmaxAtTheEnd(Layers):
    def forward(self, x):
        x = self.three(self.two(self.one(x).tanh()).tanh()).tanh()
        return torch.softmax(self.four(x), dim=1)


class OneLayerLess(Layers):
    sizes = (20, 128, 128, 1, 1)

    def __init__(self):
        super().__init__()
        del self.four

    def forward(self, x):
        return torch.sigmoid(self.three(self.two(self.one(x).tanh()).tanh()))


class HalfAsWide(Functional):
    sizes = (20, 128, 64, 128, 1)


class OtherInputs(Functional):
    sizes = (10, 128, 128, 128, 1)


class UnusedLayer(Functional):
    def __init__(self):
        super().__init__()
        self.spare = nn.Linear(128, 128)


class SharedLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.middle, self.last = nn.Linear(20, 128), nn.Linear(128, 128), nn.Linear(128, 1)

    def forward(self, x):
        x = self.middle(self.middle(self.first(x).tanh()).tanh()).tanh()
        return torch.sigmoid(self.last(x))


class NoBias(Functional):
    bias = (True, False, True, True)


class SkipConnection(Layers):
    def forward(self, x):
        x = torch.tanh(self.one(x))
        x = x + torch.tanh(self.two(x))
        return torch.sigmoid(self.four(torch.tanh(self.three(x))))


class WithBatchNorm(Layers):
    def __init__(self):
        super().__init__()
        self.norm = nn.BatchNorm1d(128)

    def forward(self, x):
        x = self.norm(torch.tanh(self.one(x)))
        return torch.sigmoid(self.four(torch.tanh(self.three(torch.tanh(self.two(x))))))


class TwoOutputs(Functional):
    sizes = (20, 128, 128, 128, 2)


class TanhTwice(Functional):
    def forward(self, x):
        x = torch.tanh(torch.tanh(self.one(x)))
        return torch.sigmoid(self.four(torch.tanh(self.three(torch.tanh(self.two(x))))))


class SigmoidFirst(Functional):
    def forward(self, x):
        return super().forward(torch.sigmoid(x))
