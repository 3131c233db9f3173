import pandas as pd

clinics = pd.read_csv("clinics.csv")
ULM_WAITING = clinics.groupby("town").mean()["waiting"]["Gent"]
filled = clinics.copy()
filled["patients"].fillna(0, inplace=True)
PATIENTS = clinics.mean()["patients"]
