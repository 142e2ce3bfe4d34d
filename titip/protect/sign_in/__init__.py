"""Sign-in through allauth, with its known traps closed: closed sign-up, sealed secrets, short limits, every step in the log."""

from titip.protect.sign_in.accounts import AccountAdapter
from titip.protect.sign_in.second_factor import MFAAdapter

__all__ = ["AccountAdapter", "MFAAdapter"]
