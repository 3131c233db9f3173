def parts(result):
    X, y = result
    if not isinstance(X, dict) or sorted(X) != ["cars", "deck"]:
        return "the table has to hold deck and cars"
    return list(y) == [0, 1, 0]


def by_name(result):
    return list(result["late"]["deck"]) == [2] and list(result["early"]["cars"]) == [4, 6]
