import pandas as pd

clinics = pd.read_csv("clinics.csv")
ULM_WAITING = clinics.groupby("town")["waiting"].mean().iloc[1]
clinics["patients"] = clinics["patients"].fillna(0)
PATIENTS = clinics["patients"].mean()
