"""Answers shown: charts, reports."""
