from tqdm import tqdm
from numba import njit


@njit(cache=True)
def double(x):
    return 2 * x


ANSWER = sum(one for one in tqdm(range(4), desc="adding")) + 1
SLOPE = "x + x"
