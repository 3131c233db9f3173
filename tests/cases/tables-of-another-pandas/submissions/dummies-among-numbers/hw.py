import numpy as np
import pandas as pd

clinics = pd.read_csv("clinics.csv").fillna(0)
rows = pd.get_dummies(clinics[["town", "patients", "waiting"]])
array = rows.values
ULM_WAITING = np.log(np.exp(array)).dot([0, 1, 0, 0])[[0, 1, 4]].mean()
PATIENTS = np.sqrt(array[:, 0] ** 2).mean()
