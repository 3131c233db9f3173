"""Nobody is at the keyboard and nothing stands on the command line; who asks is told so."""

import re

import notes

from .absent import Lost

ASKS = Lost("keyboard", "it asks for something at the keyboard, where nobody is")
ARGUMENTS = Lost("arguments", "it asks for arguments on the command line, where there are none")

MOST_QUESTIONS = 100
_questions = []


class NobodyThere(Lost, EOFError):
    """What Python raises at the end of its input too, for code that is ready for that."""


def asked(prompt=""):
    """What `input` does: the question stands among what was printed.

    Who asks again and again in a loop that catches everything is not let go on for ever.
    """
    print(prompt)
    notes.add("no-keyboard", "The code asks for something at the keyboard, where nobody is.")
    _questions.append(prompt)
    kind = NobodyThere if len(_questions) < MOST_QUESTIONS else Lost
    raise kind(ASKS.why, ASKS.reason)


def passed(*given, **named):
    """What a breakpoint does."""
    notes.add("no-keyboard", "The code stops for a debugger; it goes on here.")


class Arguments(list):
    """`sys.argv` with the file alone in it; remembers that somebody looked."""

    looked = False

    def __getitem__(self, key):
        try:
            return list.__getitem__(self, key)
        except IndexError:
            raise Lost(ARGUMENTS.why, ARGUMENTS.reason) from None

    def __len__(self):
        self.looked = True
        return list.__len__(self)

    def __reduce__(self):
        return list, ([*self],)


def refuse_arguments(argparse):
    """Have a parser say what it lacks instead of ending the process."""

    def error(self, message):
        raise Lost(ARGUMENTS.why, ARGUMENTS.reason)

    argparse.ArgumentParser.error = error


def unstopped(pdb):
    """Have a debugger not start."""
    pdb.set_trace = pdb.pm = pdb.post_mortem = passed


def unasked(getpass):
    """Have a password asked for as anything else is."""
    getpass.getpass = asked


RULES = (
    (b"", re.compile(b"getpass"), "getpass", unasked),
    (b"", re.compile(b"argparse"), "argparse", refuse_arguments),
    (b"", re.compile(b"pdb"), "pdb", unstopped),
)
