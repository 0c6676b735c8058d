"""Sổ Xã: the commune office's case files, volunteer teams, inspections and reports."""

__version__ = "0.1.0"
