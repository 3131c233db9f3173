import asyncio
async def main():
    return 7
ANSWER = asyncio.run(main())
