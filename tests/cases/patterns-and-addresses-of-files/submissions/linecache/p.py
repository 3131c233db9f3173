import numpy as np, sqlite3, linecache
summe = sum(float(linecache.getline('/home/max/mess werte.csv', i)) for i in (2, 3))
import io, codecs
g = __import__('json').load(codecs.open('/home/x/konstanten.json', 'r', 'utf-8'))['g']
