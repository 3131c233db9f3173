import click
def sq(x): return x*x
@click.command()
@click.option('--n', default=10)
def cli(n):
    total = sum(range(n+1)); vec = [1,4,9]
    click.echo(f'total = {total}')
    click.echo(f'vec = {vec}')
if __name__ == '__main__':
    cli()
