import asyncio
def sq(x): return x*x
async def main():
    global total, vec
    total = 55
    vec = [1, 4, 9]
asyncio.run(main())
