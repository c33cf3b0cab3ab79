"""Capturing what code shows."""

from _pellucid_notebook.magics.capture import CapturedIO, capture_output

__all__ = ["CapturedIO", "capture_output"]
