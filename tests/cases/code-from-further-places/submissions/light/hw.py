# + [markdown]
# Hello
# -

# +
ANSWER = 7
# -
