def bisect(n):
    lo, hi = 0, n
    for _ in range(60):
        m = (lo + hi)/2
        lo, hi = (m, hi) if m*m < n else (lo, m)
    return lo
root = bisect(2)
method = 'b'
