import pandas as pd
d = pd.DataFrame({"a": [3]})
d = d.append({"a": 4}, ignore_index=True)
ANSWER = int(d["a"].sum())
