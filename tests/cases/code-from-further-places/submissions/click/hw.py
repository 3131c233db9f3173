import click
@click.command()
@click.option("--n", default=7)
def main(n):
    global ANSWER
    ANSWER = n
if __name__ == "__main__":
    main()
