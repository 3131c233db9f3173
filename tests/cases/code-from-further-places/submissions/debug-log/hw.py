import logging
logging.basicConfig(level=10)
for i in range(200000):
    logging.debug("x%d", i)
ANSWER = 7
