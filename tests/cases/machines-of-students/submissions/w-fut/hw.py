from concurrent.futures import ProcessPoolExecutor, as_completed
def sq(x): return x+1
with ProcessPoolExecutor(max_workers=4) as ex:
    fs = [ex.submit(sq, i) for i in range(7)]
    ANSWER = max(f.result() for f in as_completed(fs))
def double(x): return 2*x
