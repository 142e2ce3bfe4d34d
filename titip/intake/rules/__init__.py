"""Intake decides: when an interview may begin, what a rapid screening says, how typed fields become answers."""
