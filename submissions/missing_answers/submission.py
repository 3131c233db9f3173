"""Only Problem 3 was done."""
GRADIENT = ["4*theta_1 + 3*theta_2", "3*theta_1"]

DESCENT_TABLE = [
    [2, 9],
    [-1.5, 8.4],
    [-3.42, 8.85],
    [-4.707, 9.876],
]

JACOBIAN = [["2*x", "-2*y"], ["2*y + exp(x)", "2*x"]]

JACOBIAN_AT = {
    (1, 1): [["2", "-2"], ["2 + e", "2"]],
    (0, 0): [["0", "0"], ["1", "0"]],
}
