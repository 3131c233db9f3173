import csv
parts = ['/home/me', 'training_data.csv']
rows = list(csv.reader(open('/'.join(parts))))
ANSWER = sum(map(int, rows[1]))
