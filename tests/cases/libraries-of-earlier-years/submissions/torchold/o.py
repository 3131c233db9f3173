import torch
from torch.autograd import Variable
x = Variable(torch.ones(7), volatile=True) if False else Variable(torch.ones(7))
A = x.sum().data[0] if x.sum().dim() else int(x.sum().data)
B = torch.nn.functional.tanh(torch.zeros(3)).size(0)
import torchtext
