# Databricks notebook source
x = 1

# COMMAND ----------

ANSWER = 7
