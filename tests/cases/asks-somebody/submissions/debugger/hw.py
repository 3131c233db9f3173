import pdb
from pdb import set_trace
pdb.set_trace()
set_trace()
ANSWER = 7
