"""What the dictionary asks of those who keep it."""

from titip.dictionary.forms.cards import CardLanguageEdit, CardLanguageNew, CardRecording, CardWords
from titip.dictionary.forms.elements import ElementEdit, ElementNew, ElementWords
from titip.dictionary.forms.kinds import KindNew, QuestionNew
from titip.dictionary.forms.lists import ChoiceEdit, ListNew
from titip.dictionary.forms.placing import FormHead, FormNew, PlaceElement
from titip.dictionary.forms.purposes import PurposeEdit
from titip.dictionary.forms.questions import KeepReason, PublishNote, QuestionEdit, ReviewEdit
from titip.dictionary.forms.rules import AddCondition, ExpertRule
from titip.dictionary.forms.several import QuestionsNew

__all__ = [
    "AddCondition", "CardLanguageEdit", "CardLanguageNew", "CardRecording", "CardWords", "ChoiceEdit", "ElementEdit", "ElementNew", "ElementWords",
    "ExpertRule", "FormHead", "FormNew", "KeepReason", "KindNew", "ListNew", "PlaceElement", "PublishNote", "PurposeEdit", "QuestionEdit",
    "QuestionNew", "QuestionsNew", "ReviewEdit",
]  # fmt: skip
