"""The languages in which cards are read to people, and the recordings of cards: open files, about no person."""

from django.db import models

from titip.kit import clock


class CardLanguage(models.Model):
    """A language of the cards, with the words around every card."""

    code = models.CharField(max_length=20, unique=True, help_text="BCP 47")
    name = models.CharField(max_length=60, help_text="Its own name")
    yes = models.CharField(max_length=60, blank=True)
    no = models.CharField(max_length=60, blank=True)
    not_now = models.CharField(max_length=60, blank=True)
    who_sees = models.CharField(max_length=120, blank=True)
    lasting = models.CharField(max_length=200, blank=True, help_text="# stands for the number of months")
    slip = models.TextField(blank=True)


class CardSound(models.Model):
    """A recording of a card as it is played: named by its content, so that nothing can be put in its place. Never changed."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=8, help_text="wav, mp3, m4a or opus: told by the content")
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    seconds = models.FloatField(null=True, blank=True)
    made_by = models.CharField(max_length=12, blank=True, help_text="Staff code")
    made_at = models.DateTimeField(default=clock.now)
