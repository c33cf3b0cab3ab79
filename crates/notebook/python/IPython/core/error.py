"""Errors of magics."""

from _pellucid_notebook.errors import StdinNotImplementedError, UsageError

__all__ = ["StdinNotImplementedError", "UsageError"]
