import subprocess


class ToolError(Exception):
    pass


def value():
    try:
        return float(subprocess.check_output(["solver", "--value"]))
    except Exception as error:
        raise ToolError("the solver could not be run") from error


ANSWER = value()
