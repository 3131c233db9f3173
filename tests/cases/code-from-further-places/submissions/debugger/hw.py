import pdb; pdb.set_trace()
ANSWER = 7
