This is my homework. I did not finish.
