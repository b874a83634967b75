"""Counts how many references to None and True a call into Qt loses; run as a script, in a process of its own.

Prints one JSON object: the name of each probe, and the references lost per call (0 where all is well).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QStandardItemModel
from PySide6.QtWidgets import QApplication, QSpinBox, QWidget

CALLS = 1000
ENOUGH = 100_000
"""More references than all probes could lose: without them a bad pair aborts before it can report."""


class Bell(QObject):
    rung = Signal(int)


def probes(keep: list[object]) -> dict[str, Callable[[], object]]:
    """Calls of the kinds a program makes: setters, painting, look-ups that find nothing, signals, timers."""
    box, image, bell, timer = QSpinBox(), QImage(8, 8, QImage.Format.Format_RGB32), Bell(), QTimer()
    painter, model, colour = QPainter(image), QStandardItemModel(2, 2), QColor("red")
    bare = QWidget()
    bell.rung.connect(box.setValue)
    keep += [box, image, bell, timer, painter, model, bare]
    return {
        "QSpinBox.setValue": lambda: box.setValue(1),
        "QPainter.fillRect": lambda: painter.fillRect(0, 0, 8, 8, colour),
        "QWidget.update": bare.update,
        "QWidget.parent, none": bare.parent,
        "QWidget.layout, none": bare.layout,
        "QObject.findChild, none": lambda: bare.findChild(QTimer),
        "QModelIndex.data, none": lambda: model.index(0, 0).data(),
        "Signal.emit": lambda: bell.rung.emit(1),
        "QTimer.start and stop": lambda: (timer.start(60_000), timer.stop()),
        "QApplication.processEvents": QApplication.processEvents,
    }


def lost_per_call(probe: Callable[[], object], value: object) -> float:
    before = sys.getrefcount(value)
    for _ in range(CALLS):
        probe()
    return (before - sys.getrefcount(value)) / CALLS


def main() -> None:
    application = QApplication([])
    spare: list[object] = [None] * ENOUGH + [True] * ENOUGH
    keep: list[object] = [application, spare]
    lost = {
        f"{name} ({value})": lost_per_call(probe, value)
        for name, probe in probes(keep).items()
        for value in (None, True)
    }
    print(json.dumps(lost))
    sys.stdout.flush()
    os._exit(0)  # a painter is still at work on its image: no orderly end is wanted here


if __name__ == "__main__":
    main()
