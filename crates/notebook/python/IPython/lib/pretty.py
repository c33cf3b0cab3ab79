"""The pretty form of values."""

from _pellucid_notebook.pretty import PrettyPrinter, for_type, for_type_by_name, pretty

RepresentationPrinter = PrettyPrinter

__all__ = ["PrettyPrinter", "RepresentationPrinter", "for_type", "for_type_by_name", "pretty"]
