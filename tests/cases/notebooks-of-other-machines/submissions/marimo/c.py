# /// script
# requires-python = ">=3.11"
# ///
import marimo

__generated_with = "0.11.2"
app = marimo.App(width="medium")


@app.cell
def _():
    import marimo as mo
    import pandas as pd
    return mo, pd


@app.cell(hide_code=True)
def _(mo):
    mo.md(r"""# Aufgabe 1""")
    return


@app.cell
def _(pd):
    mean_grade = pd.read_csv('grades.csv').grade.mean()
    return (mean_grade,)


@app.cell
def _(double):
    ANSWER = double(3) + 1
    return (ANSWER,)

@app.function
def double(x):
    return 2*x


if __name__ == "__main__":
    app.run()
