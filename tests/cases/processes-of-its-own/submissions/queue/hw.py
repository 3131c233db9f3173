import multiprocessing as mp
def work(queue, x):
    queue.put(x)
queue = mp.Queue()
all = [mp.Process(target=work, args=(queue, x)) for x in (3, 4)]
for one in all: one.start()
for one in all: one.join()
ANSWER = queue.get() + queue.get()
