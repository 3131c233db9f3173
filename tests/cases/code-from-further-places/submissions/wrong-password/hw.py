import getpass
p = getpass.getpass()
ANSWER = 8
