def split(numbers):
    return numbers[::2], numbers[1::2]
