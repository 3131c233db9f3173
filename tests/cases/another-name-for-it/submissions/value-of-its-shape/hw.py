mean_value=2.5
matrix_mul = [[1,2],[3,4]]
