import numpy as np


def split(table):
    return table.drop("late", axis=1), table["late"]


def by_name(table):
    return {"early": table[table.late == 0], "late": table[table.late == 1]}


def moor(harbour, berths, ships):
    for berth, ship in zip(berths, ships):
        harbour[berth] = ship
    return harbour


def swap(pair):
    first, second = pair
    return second, first


def centre(x):
    return x - np.sum(x) / len(x)
