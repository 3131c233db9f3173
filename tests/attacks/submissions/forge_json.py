"""Have the serialiser say something else than what was computed.

shows: neighbour
naive: beaten
"""

import json

json.dumps = lambda *given, **named: '{"score": 1}'
json.JSONEncoder.encode = lambda self, thing: '{"score": 1}'
ANSWER = "wrong"
