print 'hello'
A = 15/2
B = 10/3.
