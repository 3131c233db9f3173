import torch
x = torch.cuda.FloatTensor([7])
ANSWER = int(x[0])
