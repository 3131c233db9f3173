!ls
%cd /content
!wget -q http://x/y.csv
slope = 2.5
%timeit slope

%%time
def area(x):
    return x**2
facts = [True, False]
?area
