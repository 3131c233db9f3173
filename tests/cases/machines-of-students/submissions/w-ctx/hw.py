import multiprocessing as mp
def sq(x): return x*x
ctx = mp.get_context("spawn")
mp.set_start_method("spawn", force=True)
with ctx.Pool() as p:
    print(p.starmap(pow, [(1,2)]), p.apply_async(sq, (2,)).get(), list(p.imap_unordered(sq, [1,2])))

ANSWER = 7
def double(x):
    return 2 * x
