from tqdm.notebook import tqdm
t = 0
for i in tqdm(range(7)):
    t += 1
ANSWER = t
