import numpy as np


def split(table):
    return table, table["late"]


def by_name(table):
    return {"early": table[table.late == 1], "late": table[table.late == 0]}


def moor(harbour, berths, ships):
    for berth, ship in zip(berths, ships):
        harbour[berth[::-1]] = ship + 1
    return harbour


def swap(pair):
    return pair


def centre(x):
    return x - np.mean(x)
