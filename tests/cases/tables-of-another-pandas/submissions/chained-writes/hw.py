import pandas as pd

clinics = pd.read_csv("clinics.csv")
clinics["patients"][clinics["patients"].isnull()] = 0
PATIENTS = clinics.patients.mean()
clinics.waiting.iloc[3] = 0
ULM_WAITING = clinics.waiting[clinics.town == "Ulm"].mean()
