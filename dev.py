#!/usr/bin/env python3
"""Run, test and measure Leerspoor from a checkout, on Linux, macOS and Windows.

    python3 dev.py run [ARGUMENTS]     start Leerspoor; without arguments: the demo organisation
    python3 dev.py test [ARGUMENTS]    ruff, mypy, lint-imports and pytest (the arguments go to pytest)
    python3 dev.py bench [NAME ...]    measure everything, or only these; --json gives the list as JSON

The first use makes an isolated environment in .venv from requirements.lock, whose hashes pin every package;
later uses start at once. It needs nothing but Python itself. On Windows: py dev.py.
"""

# An old Python must get as far as the next lines: this file keeps to words that even Python 2.7 can read.
import sys

OLDEST = (3, 11)
NEWEST = (3, 14)
REFUSED = 2

if not OLDEST <= sys.version_info[:2] <= NEWEST:
    sys.stderr.write(
        "Leerspoor needs Python {0}.{1} to {2}.{3}, and this is Python {4}.{5}.{6} ({7}). Get one from\n"
        "python.org/downloads or from your system's own packages, and start dev.py with it.\n".format(
            *(OLDEST + NEWEST + tuple(sys.version_info[:3]) + (sys.executable,))
        )
    )
    sys.exit(REFUSED)

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PROGRAMS = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
SUFFIX = ".exe" if os.name == "nt" else ""
PYTHON = PROGRAMS / ("python" + SUFFIX)
STAMP = ENVIRONMENT / "made-from.txt"
LOCK = ROOT / "requirements.lock"
UV_LOCK = ROOT / "requirements-uv.lock"
DEMO = ROOT / ".demo"
TOUR = ROOT / ".tour"
SECOND_WINDOW = """The demo runs a server of its own on this computer, as long as this window is open.
A second window, as a coach of the same school, follows it (and the other way round):

    python3 dev.py run --home .demo --organisation school-begeleider

The accounts are beheerder and begeleider, their password is leerspoor-demo."""

# What Qt loads from the system: library and Debian package. The second list is for a window on X11 only.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


class Refused(Exception):
    """The machine lacks something; the text says what, and what to do."""


def say(text):
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def child_environment(**extra):
    """This process's environment, without what lets in packages from outside or compiles at each start."""
    dropped = ("PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    kept.update(extra)
    return kept


def call(command, **extra):
    """Run a command in the checkout and return its exit code."""
    words = [str(word) for word in command]
    return subprocess.call(words, cwd=str(ROOT), env=child_environment(**extra))


def hand_over(command, **extra):
    """Go on as `command`, in the user's own folder. Windows cannot do that: there it is waited for."""
    words = [str(word) for word in command]
    if os.name != "nt":
        sys.stdout.flush()
        os.execve(words[0], words, child_environment(**extra))
    return subprocess.call(words, env=child_environment(**extra))


# --- What the system must bring -----------------------------------------------------------------------------


def missing_packages(libraries):
    """The Debian packages of the libraries that this machine cannot load."""
    missing = []
    for library, package in libraries.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def packages_for_environment():
    """Debian splits the part of Python off that an isolated environment needs."""
    if importlib.util.find_spec("ensurepip") is not None:
        return []
    return ["python{}.{}-venv".format(*sys.version_info[:2])]


def is_root():
    return hasattr(os, "geteuid") and os.geteuid() == 0


def apt_line(packages):
    return ["apt-get", "install", "--yes", "--no-install-recommends"] + packages


def apt(command):
    """Run apt-get; returns what is wrong, in its own last words, or nothing."""
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    nothing = subprocess.DEVNULL
    done = subprocess.run(command, stdin=nothing, stdout=nothing, stderr=subprocess.PIPE, env=environment)
    complaints = done.stderr.decode(errors="replace").splitlines() or ["it does not say why"]
    return "\n".join(complaints[-3:]) if done.returncode else ""


def advice(packages):
    """The exact line that installs `packages`; their names where this system's own tool is not known."""
    if shutil.which("apt-get"):
        return "Please run this, and start dev.py again:\n\n    sudo " + " ".join(apt_line(packages))
    libraries = dict(QT_LIBRARIES, **WINDOW_LIBRARIES)
    wanted = [library for library, package in libraries.items() if package in packages]
    for installer in ("dnf", "zypper"):
        if wanted and shutil.which(installer):
            provided = " ".join("'{}()(64bit)'".format(library) for library in wanted)
            return "Please run this, and start dev.py again:\n\n    sudo {} install {}".format(
                installer, provided
            )
    names = wanted + [package for package in packages if package not in libraries.values()]
    return "Please install these with your system's own tool, and start dev.py again: " + ", ".join(names)


def install_system_packages(packages, reason):
    """Install Debian packages where that needs no asking (root, apt-get); elsewhere refuse, with advice."""
    if not packages:
        return
    if not (is_root() and shutil.which("apt-get")):
        raise Refused("{}; missing here: {}.\n{}".format(reason, ", ".join(packages), advice(packages)))
    say("{}; apt-get installs: {}".format(reason, " ".join(packages)))
    if apt(apt_line(packages)):
        # The usual cause, above all in a container: the list of packages is empty or old.
        apt(["apt-get", "update"])
        wrong = apt(apt_line(packages))
        if wrong:
            raise Refused("apt-get could not install them:\n{}\n{}".format(wrong, advice(packages)))


# --- The isolated environment -------------------------------------------------------------------------------


def wanted_stamp():
    """What .venv must have been made from: these locks, this version of Python, this place."""
    contents = hashlib.sha256(LOCK.read_bytes() + UV_LOCK.read_bytes()).hexdigest()
    version = "{}.{}.{}".format(*sys.version_info[:3])
    return "{}\nPython {}\n{}\n".format(contents, version, ROOT)


def environment_is_ready():
    """The stamp is written last, so that what was interrupted is never taken for complete."""
    try:
        return STAMP.read_text(encoding="utf-8") == wanted_stamp() and PYTHON.exists()
    except OSError:
        return False


@contextlib.contextmanager
def one_at_a_time():
    """Of several dev.py at once, one makes the environment. However it ends, the system frees the lock."""
    with (ROOT / ".venv.lock").open("a+") as turn:
        if os.name == "nt":
            import msvcrt

            while True:
                try:
                    msvcrt.locking(turn.fileno(), msvcrt.LK_LOCK, 1)
                    break
                except OSError:  # ten seconds have passed
                    continue
        else:
            import fcntl

            fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def remove_environment():
    try:
        if ENVIRONMENT.is_symlink() or ENVIRONMENT.is_file():
            ENVIRONMENT.unlink()
        elif ENVIRONMENT.exists():
            shutil.rmtree(str(ENVIRONMENT))
    except OSError as error:
        raise Refused("{} is to be made anew, but something uses it: {}".format(ENVIRONMENT, error))


def package_index():
    """uv does not read pip's settings: tell it the index that pip was told to use, if any."""
    listing = subprocess.run(
        [str(PYTHON), "-m", "pip", "config", "list"], stdout=subprocess.PIPE, env=child_environment()
    )
    for line in listing.stdout.decode(errors="replace").splitlines():
        name, _, value = line.partition("=")
        if name in ("global.index-url", "install.index-url", ":env:.index-url"):
            return {"UV_DEFAULT_INDEX": value.strip("'\"")}
    return {}


def install_packages():
    """Install all that is in the lock, and the checkout itself: with uv, a third faster, or else with pip."""
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    uv = [PROGRAMS / ("uv" + SUFFIX), "pip", "install", "--quiet", "--python", PYTHON]
    ways = [(pip, {})]
    if call(pip + ["--only-binary=:all:", "--require-hashes", "-r", UV_LOCK]) == 0:
        ways.insert(0, (uv, dict(package_index(), UV_SYSTEM_CERTS="1")))
    if not any(installed(way, settings) for way, settings in ways):
        raise Refused("The packages could not be installed: see above. Making .venv needs a network.")


def installed(way, settings):
    return (
        call(way + ["--require-hashes", "-r", LOCK], **settings) == 0
        and call(way + ["--no-build-isolation", "--no-deps", "--editable", ROOT], **settings) == 0
    )


def make_environment():
    import venv

    say("Making .venv from requirements.lock: once, some 170 MB to download.")
    began = time.monotonic()
    remove_environment()
    try:
        venv.create(str(ENVIRONMENT), with_pip=True, symlinks=os.name != "nt")
    except subprocess.CalledProcessError as error:
        output = (error.output or b"").decode(errors="replace")
        raise Refused("This Python could not make an isolated environment:\n{}{}".format(output, error))
    install_packages()
    STAMP.write_text(wanted_stamp(), encoding="utf-8")
    say("Made .venv in {:.0f} s.".format(time.monotonic() - began))


def prepare():
    """Bring the system's libraries and the environment in order; in the usual case that is a glance."""
    libraries = missing_packages(QT_LIBRARIES) if sys.platform.startswith("linux") else []
    ready = environment_is_ready()
    install_system_packages(
        libraries + ([] if ready else packages_for_environment()),
        "Leerspoor's window (Qt) and its isolated environment need libraries of the system",
    )
    if ready:
        return
    if Path(sys.prefix).resolve() == ENVIRONMENT:
        raise Refused("This Python is that of .venv, which is to be made anew: use another (deactivate).")
    with one_at_a_time():
        if not environment_is_ready():
            make_environment()


# --- run ----------------------------------------------------------------------------------------------------


def display_answers():
    """Whether Qt can really open a window here: a name in DISPLAY alone proves nothing."""
    if not sys.platform.startswith("linux"):
        return True
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    if qt_opens():
        return True
    packages = missing_packages(WINDOW_LIBRARIES)
    install_system_packages(packages, "Qt needs libraries of the system to open a window on this display")
    return bool(packages) and qt_opens()


def qt_opens():
    attempt = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    probe = [str(PYTHON), "-c", attempt]
    silent = subprocess.DEVNULL
    return subprocess.call(probe, stdout=silent, stderr=silent, env=child_environment()) == 0


def run(arguments):
    leerspoor = PROGRAMS / ("leerspoor" + SUFFIX)
    if arguments:
        return hand_over([leerspoor] + arguments)
    if display_answers():
        say(SECOND_WINDOW)
        return hand_over([leerspoor, "demo", "--home", DEMO])
    say("No display on this machine: Leerspoor makes a tour of itself, with pictures and PDFs.")
    code = call([leerspoor, "tour", "--out", TOUR], QT_QPA_PLATFORM="offscreen")
    if code == 0:
        show_tour()
    return code


def show_tour():
    files = sorted(str(path.relative_to(TOUR)) for path in TOUR.rglob("*") if path.is_file())
    print("The tour is in {}:".format(TOUR))
    for name in files:
        print("  " + name)


# --- test ---------------------------------------------------------------------------------------------------

MEMORY = Path("/dev/shm")
MEMORY_NEEDED = 4 * 1024 ** 3

CHECKS = {
    "ruff": ["-m", "ruff", "check", "--quiet", "."],
    "mypy": ["-m", "mypy"],
    "lint-imports": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
}


def test(arguments):
    """The three checks side by side, then pytest. Its own summary is the last line, unless a check failed."""
    failed = [name for name, process in started_checks() if not passes(name, process)]
    place = {} if arguments else in_memory()
    code = call([PYTHON, "-m", "pytest"] + (arguments or side_by_side()), QT_QPA_PLATFORM="offscreen", **place)
    if failed:
        say("Not good: {} failed; the reasons stand above the tests.".format(", ".join(failed)))
    return 1 if failed else code


def side_by_side():
    """All tests at once go over the cores; who is done takes from who is not. What is asked for by name runs in one."""
    return ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "worksteal"]


def in_memory():
    """Where tests lay their files: in memory where the system has room for that. A database waits for a disk."""
    try:
        room = shutil.disk_usage(str(MEMORY)).free
    except OSError:
        return {}
    return {"PYTEST_DEBUG_TEMPROOT": str(MEMORY)} if room > MEMORY_NEEDED else {}


def started_checks():
    return [
        (
            name,
            subprocess.Popen(
                [str(PYTHON)] + words,
                cwd=str(ROOT),
                env=child_environment(PYTHONUTF8="1"),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            ),
        )
        for name, words in CHECKS.items()
    ]


def passes(name, process):
    output = process.communicate()[0].decode("utf-8", errors="replace")
    sys.stdout.write("{:<13} {}\n".format(name, "failed\n" + output if process.returncode else "ok"))
    sys.stdout.flush()
    return process.returncode == 0


# --- bench --------------------------------------------------------------------------------------------------


def bench(arguments):
    """Each benchmark runs in a fresh process; tests/benchmarks/README.md tells how one is made."""
    return call([PYTHON, "-m", "tests.benchmarks"] + arguments, QT_QPA_PLATFORM="offscreen")


COMMANDS = {"run": run, "test": test, "bench": bench}


def main(arguments):
    sys.stdout.reconfigure(errors="replace")
    if not arguments or arguments[0] not in COMMANDS:
        asked = arguments and arguments[0] in ("-h", "--help", "help")
        (sys.stdout if asked else sys.stderr).write(__doc__)
        return 0 if asked else REFUSED
    try:
        prepare()
        return COMMANDS[arguments[0]](arguments[1:])
    except Refused as refusal:
        say(str(refusal))
        return REFUSED
    except KeyboardInterrupt:
        say("Stopped.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
