"""Leerspoor without a window: rules, storage, actions, views, exchange, documents and the command line."""

__version__ = "0.1.0"
