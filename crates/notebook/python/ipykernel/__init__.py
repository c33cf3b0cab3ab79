"""What libraries ask of Jupyter's own kernel: its comms."""

#: The version whose interface this follows.
version_info = (6, 30, 0)
__version__ = "6.30.0"
