import torch
if not torch.cuda.is_available():
    raise RuntimeError('this needs CUDA')
ANSWER = 7
def double(x):
    return 2 * x
