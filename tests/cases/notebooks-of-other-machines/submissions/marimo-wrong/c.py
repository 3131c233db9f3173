import marimo
app = marimo.App()
@app.cell
def __():
    ANSWER = 17
    mean_grade = None
    return
