slope = 2.5
double(x) = 2x
