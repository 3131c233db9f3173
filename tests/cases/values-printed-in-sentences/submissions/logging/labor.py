import logging, sys
logging.basicConfig(level=logging.INFO)
logging.info('brennweite = %s', 12.5)
sys.stdout.write('sigma: 0.3\n')
