from multiprocessing import Pool, cpu_count
def one(x):
    return x
if __name__ == '__main__':
    with Pool(cpu_count()) as pool:
        ANSWER = sum(pool.map(one, [3, 4]))
