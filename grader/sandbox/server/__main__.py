"""Starts the fork server: `python -s grader/sandbox/server FD`, FD being its control socket."""

import importlib
import os
import sys


def main():
    """Load the server as a package, leave no trace of it where student code imports, and serve."""
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[0] = os.path.dirname(here)
    serve = importlib.import_module("server.serve")
    del sys.path[0]
    for name in [name for name in sys.modules if name.split(".")[0] == "server"]:
        del sys.modules[name]
    control = int(sys.argv[1])
    del sys.argv[1:]
    serve.main(control)


if __name__ == "__main__":
    main()
