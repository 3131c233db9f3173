from multiprocessing import Pool
ANSWER = sum(Pool(2).map(abs, [-4, -4]))
