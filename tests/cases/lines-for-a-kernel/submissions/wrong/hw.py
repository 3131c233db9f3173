%matplotlib inline
!pip install x
ANSWER = 8
