"""Passphrases that can be guessed are refused, and one that cannot is proposed."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from titip.protect.models import Staff
from titip.protect.rules.phrases import well_known

#: zxcvbn's score (0 to 4) from which guessing takes more than 10**10 tries.
ENOUGH = 4
#: zxcvbn takes long over long input and nothing is gained beyond this.
LOOKED_AT = 100


class Guessable:
    """A password validator: refuses what zxcvbn (Wheeler, 2016) finds within 10**10 guesses, her own name and our own name included."""

    def validate(self, password: str, user: Staff | None = None) -> None:
        """Raise ValidationError with what to do instead."""
        from zxcvbn import zxcvbn

        if well_known(password):
            raise ValidationError(_("Many people know this sentence. Four or more unrelated words, in any language, are best."), code="well_known")
        known = [word for word in ([user.username, user.name, *user.name.split()] if user else []) if word]
        if int(zxcvbn(password[:LOOKED_AT], user_inputs=[*known, "titip", "notes"])["score"]) < ENOUGH:
            raise ValidationError(_("This passphrase could be guessed. Four or more unrelated words, in any language, are best."), code="guessable")

    def get_help_text(self) -> str:
        """What is asked for."""
        return _("At least 15 characters. Four or more unrelated words, in any language, are best; no other rules.")
