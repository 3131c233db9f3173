import marimo
app = marimo.App()
@app.cell
def __(mo):
    s = mo.ui.slider(1, 10, value=7)
    s
    return s,
@app.cell
def __():
    import marimo as mo
    return mo,
@app.cell
def __(s):
    ANSWER = s.value
    mean_grade = 3
    return ANSWER, mean_grade
