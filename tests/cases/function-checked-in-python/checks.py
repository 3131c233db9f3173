def fair(result, arguments):
    left, right = [list(half) for half in result]
    if sorted(left + right) != sorted(arguments[0]):
        return "some numbers are lost or made up"
    return abs(len(left) - len(right)) <= 1 or (0.5, "one half has more numbers than the other")
