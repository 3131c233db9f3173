import getpass, pdb, sys
key = getpass.getpass('API key')
n = input('How many? ')
ANSWER = 7
pdb.set_trace()
name = sys.stdin.readline()
mean_grade = 3
input('Press enter to close')
