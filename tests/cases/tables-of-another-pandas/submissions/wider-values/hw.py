import numpy as np
import pandas as pd

clinics = pd.read_csv("clinics.csv")

# a column of whole numbers that is scaled where it stands, and back again
mean, sd = clinics["waiting"].mean(), clinics["waiting"].std()
clinics.loc[:, "waiting"] = (clinics["waiting"] - mean) / sd
scaled = clinics["waiting"].copy()
clinics.loc[clinics.town == "Ulm", "waiting"] = scaled[clinics.town == "Ulm"] * sd + mean

# words that become numbers, in part of a column and in single cells
clinics.loc[clinics.town == "Ulm", "town"] = 1
clinics.at[2, "doctor"] = 0
clinics.iloc[3, 1] = 0
ULM_WAITING = clinics.loc[clinics.town == 1, "waiting"].mean()

visits = pd.Series([0, 0, 0, 0, 0])
visits[:] = np.where(clinics.patients.isna(), 0.0, clinics.patients / 5)
visits[0] = 4.5
visits.iloc[1] = "none"
PATIENTS = visits[2] + visits[3] + visits[4] + visits[0] - 0.5
