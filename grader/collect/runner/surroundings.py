"""What a submission's code finds around it: names without an import, imports, files, screens."""

import builtins
import os
import sys

from stand_ins import devices, imports, kernel, keyboard, older, paths, processes, windows


class Surroundings:
    """One submission's own builtins; those of the libraries stay as they are."""

    def __init__(self, show):
        self.namespace = {}
        self.imports = imports.Imports(show, self.namespace)
        self.builtins = dict(vars(builtins))
        self.builtins["__import__"] = self.imports
        self.builtins["input"] = keyboard.asked
        self.builtins["breakpoint"] = keyboard.passed
        self.builtins["display"] = show
        self.builtins["get_ipython"] = lambda: kernel.Kernel(self.namespace)
        self.arguments = keyboard.Arguments([""])

    def install(self, job, sources):
        """Make this machine answer as far as it honestly can like the student's own."""
        text = b"\n".join(sources)
        paths.live_in(os.getcwd())
        paths.install([file["name"] for file in job["files"]], job.get("aliases", {}))
        self.builtins["open"] = builtins.open
        rules = [rule for part in (devices, older, processes, windows) for rule in part.rules(text)]
        if b"argparse" in text:
            rules.append(("argparse", keyboard.refuse_arguments))
        if b"pdb" in text:
            rules.append(("pdb", keyboard.unstopped))
        self.imports.watch(rules)
        sys.argv = self.arguments
        sys.breakpointhook = keyboard.passed

    def left_early(self):
        """What a submission lacked that ended itself after a look at its arguments, or None."""
        return keyboard.ARGUMENTS if self.arguments.looked else None
