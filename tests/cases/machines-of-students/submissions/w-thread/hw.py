import threading, queue
q = queue.Queue()
ts=[threading.Thread(target=lambda i=i: q.put(i+1)) for i in range(7)]
[t.start() for t in ts]; [t.join() for t in ts]
ANSWER = max(q.queue)
def double(x):
    r=[]
    t=threading.Thread(target=lambda: r.append(2*x)); t.start(); t.join()
    return r[0]
