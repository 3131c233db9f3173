a = 'TODO'
b = 'your answer here'
tf = ['T/F', 'T/F']
pick = '?'
def g(x):
    # TODO: implement
    pass
expr = '___'
why = 'Your answer here'
