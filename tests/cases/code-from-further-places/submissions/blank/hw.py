import torch
ANSWER = None
