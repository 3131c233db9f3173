from multiprocessing import Pool
def f(x):
    return x
if __name__ == "__main__":
    with Pool(4) as p:
        ANSWER = sum(p.map(f, [3, 4]))
