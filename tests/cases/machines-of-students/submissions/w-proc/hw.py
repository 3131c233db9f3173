from multiprocessing import Process, Queue
q = Queue()
def w(q): q.put(7)
p = Process(target=w, args=(q,)); p.start(); v = q.get(); p.join()
ANSWER = v
def double(x): return 2*x
