# Databricks notebook source
# MAGIC %md # HW

# COMMAND ----------

slope = 2.5

# COMMAND ----------

# MAGIC %sh ls

# COMMAND ----------

def area(x):
    return x**2
facts = [True, False]
display(facts)
