from collections import Iterable, Mapping
ANSWER = 7
