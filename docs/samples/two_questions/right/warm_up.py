MEAN = 21 / 3
CLAIMS = {1: "T", 2: "F"}
