# Databricks notebook source

# COMMAND ----------

ANSWER = 8
