import turtle
t = turtle.Turtle()
t.forward(10)
turtle.done()
ANSWER = 7
