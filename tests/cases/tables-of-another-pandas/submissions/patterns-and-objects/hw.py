import pandas as pd

clinics = pd.read_csv("clinics.csv")
texts = [name for name in clinics.columns if clinics[name].dtype == "object"]
clinics["code"] = ["(4)", "(6)", "(5)", "(5)", "(2)"]
clinics["code"] = clinics["code"].str.replace(r"[()]", "").astype(int)
ULM_WAITING = clinics[clinics.town == "Ulm"].code.mean()
PATIENTS = clinics.patients.sum() / (len(texts) + 3)
