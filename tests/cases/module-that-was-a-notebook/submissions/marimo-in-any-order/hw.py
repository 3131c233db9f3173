import marimo
app = marimo.App(width="medium")


@app.cell
def _(base, double):
    ANSWER = double(base) + 1
    return (ANSWER,)


@app.cell(hide_code=True)
def _(mo):
    mo.md(r"Some words.")
    return


@app.cell
def _():
    import marimo as mo
    base = 3
    return base, mo


@app.function
def double(x):
    return 2 * x


if __name__ == "__main__":
    app.run()
