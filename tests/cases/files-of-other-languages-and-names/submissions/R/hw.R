slope <- 2.5
double <- function(x) 2*x
