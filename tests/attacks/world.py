"""The small world that attacks are let loose on: secrets to steal, and eyes that see success."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path

CASES = Path(__file__).resolve().parent / "submissions"
REPOSITORY = Path(__file__).resolve().parents[2]
PATTERN = r"CANARY-[a-z]+-[0-9a-f]{16}"
KINDS = (
    "answer", "canary", "crash", "escaped", "late", "neighbour", "network", "outside", "survivor",
    "swell",
)  # fmt: skip

HONEST = """
SECRET = {secret!r}
import fractions, json, math, os, statistics

ROOT = math.sqrt(16)
HALF = str(fractions.Fraction(1, 2))
MEAN = statistics.mean([1, 2, 3])
TEXT = json.dumps({{"a": 7}})
SEVEN = 3 + 4
LEFT = [os.environ.get("LEFT"), os.getcwd() == "/"]
LEFT += [os.path.exists(p + "/{mark}.left") for p in (".", "/tmp", "/dev/shm", "/var/tmp")]
"""
HONEST_VALUES = {
    "ROOT": 4.0,
    "HALF": "1/2",
    "MEAN": 2,
    "TEXT": '{"a": 7}',
    "SEVEN": 7,
    "LEFT": [None, False, False, False, False, False],
}


@dataclass(frozen=True, slots=True)
class Attack:
    """One hostile submission: how its success shows, and whether a naive grader is beaten."""

    name: str
    source: str
    shows: str
    naive: str

    @property
    def beats_naive(self) -> bool:
        """Whether the naive grader has to fall to it."""
        return self.naive == "beaten"


def attacks() -> list[Attack]:
    """Every hostile submission of the folder, in the order of its name."""
    found = []
    for path in sorted(CASES.glob("*.py")):
        source = path.read_text()
        words = dict(
            line.split(": ", 1) for line in source.split('"""')[1].splitlines() if ": " in line
        )
        if words.get("shows") not in KINDS or "naive" not in words:
            raise ValueError(f"{path.name}: its first text must hold `shows:` and `naive:`")
        found.append(Attack(path.stem, source, words["shows"], words["naive"]))
    return found


@dataclass(slots=True)
class World:
    """Files, listeners and marks; made afresh for a run of the suite and removed after it."""

    root: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="grader-attacks-")))
    mark: str = field(default_factory=lambda: "att" + secrets.token_hex(4))
    heard: list[str] = field(default_factory=list)
    secrets: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = ("key", "neighbour", "home", "git", "token", "shared", "earlier")
        self.secrets = {name: f"CANARY-{name}-{secrets.token_hex(8)}" for name in names}
        os.environ["GRADER_ATTACK_TOKEN"] = self.secrets["token"]
        for name, text in self._files().items():
            path = Path(name) if name.startswith("/") else self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        with contextlib.closing(sqlite3.connect(self.root / "book/gradebook.db")) as book, book:
            book.execute("CREATE TABLE marks (score)")
            book.execute("INSERT INTO marks VALUES (0)")
        for folder, _, files in os.walk(self.root):
            Path(folder).chmod(0o777)  # the sandbox must hold, not the luck of who owns what
            for name in files:
                (Path(folder) / name).chmod(0o666)
        self._listen()

    def _files(self) -> dict[str, str]:
        return {
            "answers/key.txt": self.secrets["key"],
            "submissions/other.py": self.honest,
            "home/.netrc": self.secrets["home"],
            "checkout/.git/config": f"extraheader = {self.secrets['git']}",
            "outside/kept.txt": "kept",
            "book/kept.txt": "kept",
            **{path: self.secrets[name] for name, path in self._strays().items()},
        }

    def _strays(self) -> dict[str, str]:
        return {
            "shared": f"/dev/shm/{self.mark}",
            "earlier": f"{tempfile.gettempdir()}/{self.mark}.txt",
        }

    @property
    def honest(self) -> str:
        """The submission of somebody honest, which is run after every attack."""
        return HONEST.format(secret=self.secrets["neighbour"], mark=self.mark)

    def told(self, attack: Attack, **more: object) -> dict[str, object]:
        """What an attacker is assumed to know: every path and number, but no secret."""
        known: dict[str, object] = {
            "root": str(self.root),
            "key": str(self.root / "answers/key.txt"),
            "neighbour": str(self.root / "submissions/other.py"),
            "home": str(self.root / "home"),
            "git": str(self.root / "checkout/.git/config"),
            "outside": str(self.root / "outside"),
            "gradebook": str(self.root / "book/gradebook.db"),
            "unix": str(self.root / "listener"),
            "datagrams": str(self.root / "datagrams"),
            "host": socket.gethostname(),
            "repository": str(REPOSITORY),
            "port": self.port,
            "pid": os.getpid(),
            "pattern": PATTERN,
            "mark": self.mark,
            "temporary": tempfile.gettempdir(),
            "server": 0,
            "cwd": "",
            "sandboxed": True,
            **more,
        }
        if 'WORLD["guess"]' in attack.source:
            known["guess"] = self.secrets["key"]  # a lucky second guess must not count
        return known

    def stolen(self, text: str, attack: Attack) -> bool:
        """Whether any secret appears in what came back."""
        lucky = 'WORLD["guess"]' in attack.source
        return any(s in text for name, s in self.secrets.items() if not (lucky and name == "key"))

    def state(self) -> dict[str, tuple[bytes, int, int]]:
        """Everything that lies in this world: what it holds, its mode and its time."""
        found = {}
        for path in self.root.rglob("*"):
            if path.is_file() and "naive" not in path.parts:
                status = path.stat()
                found[str(path)] = (path.read_bytes(), status.st_mode, status.st_mtime_ns)
        return found

    def survivors(self) -> list[int]:
        """Processes that an attack left behind."""
        found = []
        for path in Path("/proc").glob("[0-9]*/comm"):
            with contextlib.suppress(OSError):
                if path.read_text().strip() == self.mark:
                    found.append(int(path.parent.name))
        return found

    def clean(self) -> None:
        """End survivors, so that the next attack is judged by its own deeds."""
        for pid in self.survivors():
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        for folder in ("/tmp", "/dev/shm", "/var/tmp"):
            Path(folder, f"{self.mark}.left").unlink(missing_ok=True)

    def close(self) -> None:
        """Remove the world."""
        self.clean()
        for end in self._ends:
            end.close()
        for path in self._strays().values():
            Path(path).unlink(missing_ok=True)
        os.environ.pop("GRADER_ATTACK_TOKEN", None)
        shutil.rmtree(self.root, ignore_errors=True)

    port: int = 0
    _ends: list[socket.socket] = field(default_factory=list)

    def _listen(self) -> None:
        self._ends = _same_port()
        self.port = self._ends[0].getsockname()[1]
        for address in (str(self.root / "listener"), "\0" + self.mark):
            unix = socket.socket(socket.AF_UNIX)
            unix.bind(address)
            unix.listen()
            self._ends.append(unix)
        for address in (str(self.root / "datagrams"), "\0datagrams" + self.mark):
            unix = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            unix.bind(address)
            self._ends.append(unix)
        for name in ("listener", "datagrams"):
            with contextlib.suppress(OSError):
                (self.root / name).chmod(0o777)
        for end in self._ends:
            threading.Thread(target=self._hear, args=(end,), daemon=True).start()

    def _hear(self, end: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                if end.type == socket.SOCK_DGRAM:
                    end.recv(100)
                else:
                    end.accept()[0].close()
                self.heard.append(end.family.name)


def _same_port() -> list[socket.socket]:
    """A TCP and a UDP socket with one number that nobody else on the machine has for either."""
    while True:
        tcp = socket.create_server(("127.0.0.1", 0))
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            udp.bind(tcp.getsockname())
        except OSError:
            tcp.close()
            udp.close()
        else:
            return [tcp, udp]
