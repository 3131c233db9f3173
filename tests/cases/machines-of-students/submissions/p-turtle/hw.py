import turtle
t = turtle.Turtle()
t.forward(100)
turtle.done()

ANSWER = 7
def double(x):
    return 2 * x
