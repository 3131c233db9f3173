import pandas as pd

clinics = pd.read_csv("clinics.csv")
clinics = clinics.drop(["waiting"], 1)
ULM_WAITING = clinics.groupby("town").mean()["waiting"]["Ulm"]
