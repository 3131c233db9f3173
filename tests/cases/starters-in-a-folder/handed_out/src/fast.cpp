double drift(const double *x, int n) {
  // your code
  return 0;
}
