import numpy as np


def is_basis(result, arguments):
    wanted = arguments[0]
    q = np.asarray(result, dtype=float)
    if q.shape != wanted.shape:
        return "a basis of the column space has as many vectors as there are independent columns"
    if not np.allclose(q.T @ q, np.eye(q.shape[1]), atol=1e-8):
        return (0.25, "the vectors are not orthonormal")
    return bool(np.allclose(q @ (q.T @ wanted), wanted, atol=1e-8))
