from multiprocessing import Pool, cpu_count, Process, Queue
from concurrent.futures import ProcessPoolExecutor
import os
def sq(x): return x
if __name__ == '__main__':
    with Pool(4) as p:
        A = sum(p.map(sq, [3, 4]))
def total(t):
    with ProcessPoolExecutor(2) as ex:
        return sum(ex.map(float, t))
