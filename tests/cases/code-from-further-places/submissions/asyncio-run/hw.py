import asyncio
async def main():
    global ANSWER
    ANSWER = 7
asyncio.run(main())
