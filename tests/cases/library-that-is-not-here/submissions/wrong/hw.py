import seaborn_of_nobody as sns
sns.set_theme(style="dark")
ANSWER = 8
SLOPE = "x**3 + 1"
def double(x):
    sns.note(x)
    return x
