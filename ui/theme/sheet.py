"""The one small stylesheet. What is native stays native; only our own shapes, and Fusion's, are drawn here."""

from __future__ import annotations

from string import Template

from app.store.resources import resource_path
from ui.theme.tokens import Tokens, token_names

# Our own shapes, on every platform.
_SHAPES = Template("""
QWidget#rail { background: $rail; }
QWidget#rail QPushButton { border: none; border-left: 3px solid transparent; border-radius: 5px; text-align: left;
  padding: 7px 8px 7px 9px; color: $text; background: transparent; }
QWidget#rail QPushButton:hover { background: $hover; }
QWidget#rail QPushButton:checked { background: $accent_soft; color: $accent; font-weight: 600;
  border-left: 3px solid $accent; }
QWidget#rail QPushButton:focus { border: 1px solid $accent; border-left: 3px solid $accent; }
QFrame#bar, QFrame#status { background: $surface; border: none; }
QFrame#bar { border-bottom: 1px solid $line; }
QFrame#status { border-top: 1px solid $line; }
QFrame#rule { background: $line; border: none; }
QFrame#band { background: $accent; border: none; }
QFrame#band QLabel { color: $on_accent; font-weight: 600; }
QFrame#band QPushButton { color: $on_accent; background: transparent; border: 1px solid $on_accent;
  border-radius: 5px; padding: 3px 10px; }
QFrame#band QPushButton:focus { border: 2px solid $on_accent; padding: 2px 9px; }
QFrame#use { background: $warning_soft; border-bottom: 1px solid $line; }
QFrame#use QLabel { color: $warning; font-weight: 600; }
QFrame#strip { background: $accent_soft; border-top: 1px solid $line; }
QFrame#toast { background: $text; border-radius: 8px; }
QFrame#toast QLabel { color: $background; }
QFrame#toast QPushButton { color: $background; background: transparent; border: 1px solid $muted; border-radius: 5px;
  padding: 3px 10px; font-weight: 600; }
QFrame#toast QPushButton:focus { border: 2px solid $background; padding: 2px 9px; }
QFrame#finder { background: $surface; border: 1px solid $field_line; border-radius: 8px; }
QFrame#finder QTreeView { border: none; background: $surface; }
QFrame#card { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame#card QTableView, QFrame#card QTreeView, QFrame#card QListView { border: none; }
QFrame#bubble { background: $background; border: 1px solid $line; border-radius: 8px; }
QFrame#own-bubble { background: $accent_soft; border: 1px solid $line; border-radius: 8px; }
QLabel[role="title"] { font-weight: 700; color: $text; }
QLabel[role="heading"] { font-weight: 600; color: $text; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="brand"] { font-weight: 700; color: $accent; }
QLabel[role="figure"] { font-weight: 600; color: $text; }
QLineEdit QLabel { background: transparent; border: none; padding: 0; }
QLineEdit QLabel[role="key"] { color: $muted; border: 1px solid $line; border-radius: 4px; padding: 0px 5px; }
QLabel[role="error"] { color: $danger; }
QTableView { selection-background-color: $selected; selection-color: $text; background: $surface; outline: none;
  gridline-color: $line; }
QTreeView, QListView { selection-background-color: $selected; selection-color: $text; background: $surface;
  outline: none; }
QTableCornerButton::section { background: $surface; border: none; border-bottom: 1px solid $line; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $muted; font-weight: 600; border: none;
  border-bottom: 1px solid $line; padding: 5px 8px; }
QHeaderView::up-arrow, QHeaderView::down-arrow { width: 9px; height: 9px; subcontrol-origin: margin;
  subcontrol-position: top center; }
QPushButton[primary="true"] { background: $accent; color: $on_accent; font-weight: 600; border: 1px solid $accent;
  border-radius: 6px; padding: 6px 13px; }
QPushButton[primary="true"]:hover { background: $info; }
QPushButton[primary="true"]:disabled { background: $track; color: $muted; border-color: $track; }
QPushButton[primary="true"]:focus { border: 2px solid $text; padding: 5px 12px; }
QPushButton[flat="true"] { border: none; background: transparent; color: $accent; padding: 3px 6px;
  border-radius: 4px; text-align: left; }
QPushButton[flat="true"]:hover { background: $hover; }
QPushButton[flat="true"]:focus { border: 1px solid $accent; padding: 2px 5px; }
QToolButton[quiet="true"] { color: $muted; background: transparent; border: 1px solid transparent; border-radius: 6px;
  padding: 4px 6px; }
QToolButton[quiet="true"]:hover { background: $hover; }
QToolButton[quiet="true"]:focus { border: 1px solid $accent; }
QPushButton[badge="true"] { color: $warning; background: $warning_soft; border: 1px solid $warning_soft;
  border-radius: 5px; padding: 2px 8px; font-weight: 600; }
QPushButton[badge="true"]:hover { border: 1px solid $warning; }
QPushButton[badge="true"]:focus { border: 2px solid $warning; padding: 1px 7px; }
QProgressBar { border: none; border-radius: 4px; background: $track; max-height: 8px; min-height: 8px; }
QProgressBar::chunk { border-radius: 4px; background: $accent; }
QScrollArea { background: transparent; border: none; }
QWidget#page { background: transparent; }
QToolTip { color: $text; background: $surface; border: 1px solid $field_line; padding: 3px; }
""")

# Where there is no platform style of its own (Fusion).
_FUSION = Template("""
QPushButton { background: $surface; color: $text; border: 1px solid $line; border-radius: 6px; padding: 6px 13px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $accent_soft; border-color: $accent; }
QPushButton:disabled { color: $muted; background: $background; }
QPushButton:focus { border: 2px solid $accent; padding: 5px 12px; }
QPushButton::menu-indicator { image: url($icons/down-$shade.svg); width: 10px; height: 10px;
  subcontrol-position: right center; subcontrol-origin: padding; right: 9px; }
QPushButton[menu="true"] { padding-right: 26px; }
QToolButton { background: transparent; color: $text; border: 1px solid transparent; border-radius: 6px;
  padding: 5px 8px; }
QToolButton:hover { background: $hover; }
QToolButton:checked { background: $accent_soft; border-color: $accent; }
QToolButton:focus { border: 1px solid $accent; }
QToolButton::menu-indicator { image: url($icons/down-$shade.svg); width: 10px; height: 10px;
  subcontrol-position: right center; subcontrol-origin: padding; right: 5px; }
QToolButton[menu="true"] { padding-right: 20px; }
QLineEdit, QPlainTextEdit, QTextEdit, QDateEdit, QTimeEdit, QSpinBox { background: $field; color: $text;
  border: 1px solid $field_line; border-radius: 6px; padding: 5px 8px; selection-background-color: $accent;
  selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QDateEdit:focus, QTimeEdit:focus,
QSpinBox:focus { border: 2px solid $accent;
  padding: 4px 7px; }
QTextBrowser#reading { background: transparent; border: 1px solid transparent; padding: 0; }
QTextBrowser#reading:focus { border: 1px solid $accent; padding: 0; }
QLineEdit:disabled, QPlainTextEdit:disabled, QDateEdit:disabled, QTimeEdit:disabled,
QSpinBox:disabled { color: $muted; background: $background; }
QComboBox { background: $field; color: $text; border: 1px solid $field_line; border-radius: 6px;
  padding: 5px 26px 5px 9px; }
QComboBox:focus { border: 2px solid $accent; padding: 4px 25px 4px 8px; }
QComboBox::drop-down { border: none; width: 24px; }
QSpinBox::up-button, QSpinBox::down-button, QTimeEdit::up-button, QTimeEdit::down-button { width: 6px;
  border: none; }
QDateEdit::drop-down { border: none; width: 24px; }
QDateEdit::down-arrow { image: url($icons/down-$shade.svg); width: 10px; height: 10px; }
QComboBox::down-arrow { image: url($icons/down-$shade.svg); width: 10px; height: 10px; }
QComboBox QAbstractItemView { background: $surface; color: $text; border: 1px solid $field_line;
  selection-background-color: $selected; selection-color: $text; }
QCheckBox, QRadioButton { color: $text; spacing: 7px; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; background: $field;
  border: 1px solid $field_line; border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($icons/tick-$shade.svg); }
QRadioButton::indicator:checked { border-color: $accent; background: qradialgradient(cx:0.5, cy:0.5, radius:0.5,
  fx:0.5, fy:0.5, stop:0 $accent, stop:0.55 $accent, stop:0.65 $field, stop:1 $field); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $track; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $accent; width: 12px; height: 12px; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QMenuBar { background: $surface; color: $text; border-bottom: 1px solid $line; }
QMenuBar::item { padding: 4px 9px; background: transparent; }
QMenuBar::item:selected { background: $hover; border-radius: 4px; }
QMenu { background: $surface; color: $text; border: 1px solid $field_line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 24px; border-radius: 4px; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar::tab { background: transparent; color: $muted; padding: 7px 13px; border: none;
  border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $accent; font-weight: 600; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { color: $text; border-bottom: 2px solid $text; }
QTabBar::tear { width: 0; border: none; }
QTabBar::scroller { width: 48px; }
QTabBar QToolButton { background: $surface; border: 1px solid $line; border-radius: 4px; margin: 4px 1px; padding: 0; }
QTabBar QToolButton::left-arrow { image: url($icons/left-$shade.svg); width: 10px; height: 10px; }
QTabBar QToolButton::right-arrow { image: url($icons/right-$shade.svg); width: 10px; height: 10px; }
QTabWidget#inner::pane { border: none; }
QTabWidget#inner QTabBar::tab { padding: 3px 11px; margin: 7px 4px 0 0; border: 1px solid transparent;
  border-radius: 6px; }
QTabWidget#inner QTabBar::tab:selected { background: $selected; color: $text; }
QTabWidget#inner QTabBar::tab:focus { border: 1px solid $text; }
QSplitter::handle { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 0; }
QScrollBar::handle { background: $field_line; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def sheet_of(tokens: Tokens, native: bool) -> str:
    """The stylesheet in these colours; `native` leaves the platform's own widgets alone."""
    values = {name: getattr(tokens, name).name() for name in token_names()}
    values["icons"] = resource_path("icons").as_posix()
    values["shade"] = "dark" if tokens.is_dark else "light"
    whole = _SHAPES.substitute(values)
    return whole if native else whole + _FUSION.substitute(values)
