"""The form itself: sections of element fields, answers by element code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as having
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict

from titip.dictionary.form_builder.field import ElementField, kept_unseen
from titip.dictionary.form_builder.repeat import RepeatField
from titip.dictionary.form_builder.rows import blanks, ids
from titip.dictionary.form_builder.telling import rules_for_browser
from titip.dictionary.rules.answers import EMPTY, Answer
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.following import NOT_APPLICABLE, Following, follow
from titip.dictionary.rules.forms import Section
from titip.dictionary.rules.keys import labelled, member_key, rows_of, split
from titip.dictionary.rules.known import Known
from titip.dictionary.rules.types import ElementType
from titip.kit import clock
from titip.protect.reads.staff import time_zone


@dataclass(frozen=True)
class FormSection:
    """A heading with the bound fields under it, for templates."""

    title: str
    fields: list[BoundField]


@dataclass(frozen=True)
class Context:
    """What is known around a form. ``known``: who wrote what stands, by key. ``unknown``: keys with an answer that is not shown here,
    so that a skip rule which looks at one is left alone. ``around``: elements that stand on no section of this form, but follow from it.
    ``meanwhile``: what was typed on other pages and is not kept yet. ``folds``: rows of a repeated group that say something are folded.
    """

    known: Mapping[str, Known] | None = None
    unknown: frozenset[str] = frozenset()
    around: Mapping[str, Declared] | None = None
    meanwhile: Mapping[str, Answer] = having(default_factory=dict)
    folds: bool = False


class ElementForm(forms.Form):
    """Made by ``build``. Draws itself with its headings; ``sections`` gives the parts to a page that lays them out."""

    template_name = "dictionary/form_builder/form.html"
    use_required_attribute = False

    def __init__(
        self, sections: Iterable[Section], held: Mapping[str, Answer], readonly: frozenset[str], data: Any, prefix: str, context: Context | None = None,
    ) -> None:
        super().__init__(data=data, prefix=prefix or None)
        self._held = held
        self._context = context or Context()
        self._titles: list[tuple[str, list[str]]] = []
        sections = list(sections)
        self._zone = time_zone() if any(d.type is ElementType.DATE_TIME for section in sections for e in section.elements for d in (e, *e.members)) else "UTC"
        for section in sections:
            self._titles.append((section.title, [d.code for d in section.elements]))
            for declared in section.elements:
                self._add(declared, readonly)
        rules_for_browser(self, self._context.unknown)

    # --- fields

    def _add(self, declared: Declared, readonly: frozenset[str]) -> None:
        held = self._held.get(declared.code)
        if declared.type is not ElementType.REPEAT:
            self.fields[declared.code] = self._field(declared.code, declared, readonly=declared.code in readonly)
            return
        field = RepeatField(declared, held, self._rows(declared, held), readonly=declared.code in readonly)
        field.known = (self._context.known or {}).get(declared.code)
        self.fields[declared.code] = field
        for row in field.rows:
            self._add_row(declared, field, row, readonly=declared.code in readonly)

    def _add_row(self, group: Declared, field: RepeatField, row: str, *, readonly: bool) -> None:
        made = {}
        for member in group.members:
            key = member_key(group.code, row, member.code)
            made[key] = self._field(key, member, readonly=readonly)
        held_here = any(split(key)[:2] == (group.code, row) for key in self._context.unknown)
        if self.is_bound and not held_here and all(self._says_nothing(key, one) for key, one in made.items()):
            field.said.remove(row)  # a row left blank is no row, whatever must be answered in one
            for one in made.values():
                one.declared = replace(one.declared, required=False)
        self.fields.update(made)

    def _field(self, key: str, declared: Declared, *, readonly: bool) -> ElementField:
        if split(key)[1] and key in self._context.unknown:
            declared = kept_unseen(declared)
        field = ElementField(declared, self._held.get(key), readonly=readonly or declared.type is ElementType.CALCULATED, zone=self._zone)
        field.known = (self._context.known or {}).get(key)
        return field

    def _says_nothing(self, key: str, field: ElementField) -> bool:
        if field.declared.type is ElementType.CALCULATED:
            return True
        raw = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(key))
        return raw.empty and not raw.missing

    def _rows(self, declared: Declared, held: Answer | None) -> list[str]:
        standing = [str(row) for row in held.value] if held is not None and isinstance(held.value, list) else []
        if not self.is_bound:
            return standing or ([] if held is not None else blanks(declared))
        name = self.add_prefix(declared.code)
        sent = self.data.getlist(name) if hasattr(self.data, "getlist") else self.data.get(name, [])
        return ids({name: sent}, name)

    # --- what is drawn

    @property
    def initially(self) -> Mapping[str, Answer]:
        """The answers that stand, by key, or were typed on other pages since."""
        return {**self._held, **self._context.meanwhile}

    @property
    def sections(self) -> list[FormSection]:
        """The headings with their fields."""
        return [FormSection(title, [self[code] for code in codes]) for title, codes in self._titles]

    @property
    def around(self) -> Mapping[str, Declared]:
        """Every element that follows from this form or that it looks at, by key."""
        return self._declared_around

    @property
    def folds(self) -> bool:
        """Whether rows of a repeated group that say something are folded."""
        return self._context.folds

    @property
    def unseen(self) -> frozenset[str]:
        """Keys with an answer that is not shown here."""
        return self._context.unknown

    @property
    def takes_files(self) -> bool:
        """Whether a file can be sent with it."""
        return any(field.declared.type is ElementType.FILE for field in self._each().values())

    @property
    def cleared(self) -> dict[str, str]:
        """What stands or was typed in questions that do not arise: label by key. It goes when the answers are saved."""
        found = {}
        declared = self._declared_around
        for key in sorted(self.following.hidden):
            answer = self.tentative.get(key) or self._held.get(key, EMPTY)
            if answer.given and key not in self._context.unknown and not split(key)[1] or answer.given and split(key)[0] not in self.following.hidden:
                found[key] = labelled(declared, key)
        return found

    @cached_property
    def following(self) -> Following:
        """Which questions do not arise, and what is calculated, from what is written and what is held."""
        return follow(self._declared_around, self._merged(self.tentative), today=clock.today(), unknown=self._context.unknown - set(self._written))

    @cached_property
    def _declared_around(self) -> dict[str, Declared]:
        around = self._context.around or {}
        mine = {key: field.declared for key, field in self._each().items()}
        return {**mine, **{key: element for key, element in around.items() if key not in mine and not element.inside}, **self._rows_around(mine)}

    def _rows_around(self, mine: Mapping[str, Declared]) -> dict[str, Declared]:
        """The members of rows that are held and stand on no section of this form."""
        around = self._context.around
        if around is None:
            return {}
        return {key: around[key] for key in self._held if split(key)[1] and split(key)[0] not in mine and key in around}

    @cached_property
    def _written(self) -> list[str]:
        return [key for key, answer in self.tentative.items() if answer.given]

    @cached_property
    def tentative(self) -> dict[str, Answer]:
        """What each field would come to by itself; empty where what was typed is not right."""
        if not self.is_bound:
            return {key: field.held or EMPTY for key, field in self._each().items()}
        return {key: self._tried(key, field) for key, field in self._each().items()}

    def _tried(self, key: str, field: ElementField) -> Answer:
        try:
            return field.clean(field.widget.value_from_datadict(self.data, self.files, self.add_prefix(key))) or EMPTY
        except ValidationError:
            return EMPTY

    def _each(self) -> dict[str, ElementField]:
        return {key: field for key, field in self.fields.items() if isinstance(field, ElementField)}

    def unjudged(self) -> "ElementForm":
        """Itself, shown as typed and not judged before it is saved."""
        self._errors = ErrorDict()
        return self

    # --- answers

    def answers(self) -> dict[str, Answer]:
        """Every element's answer by code, once the form is valid; of a repeated group also by ``group/row/member``.

        Skip rules are obeyed here: an element that does not arise is *not applicable*, whatever was written (``cleared`` says what), and
        comes back empty when it arises again. An element only shown keeps what is held; without that it is left out. What is calculated
        is left out: it is worked out where the record is saved.
        """
        if not self.is_valid():
            raise ValueError("The form has errors; ask is_valid() first.")
        given = {key: answer for key, answer in self.cleaned_data.items() if isinstance(answer, Answer) and self._takes(key)}
        unknown = self._context.unknown - {key for key, answer in given.items() if answer.given}
        following = follow(self._declared_around, self._merged(given), today=clock.today(), unknown=unknown)
        made = {key: self._after_skip_rule(key, answer, following.hidden) for key, answer in given.items()}
        made |= self._rows_gone(made)
        return {**made, **self._elsewhere(made, following.hidden)}

    def _takes(self, key: str) -> bool:
        field = self.fields[key]
        return not (isinstance(field, ElementField) and field.declared.type is ElementType.CALCULATED) and self._row_says(key)

    def _row_says(self, key: str) -> bool:
        """Whether a member stands in a row that says something, or is held and now says nothing."""
        group, row, _member = split(key)
        if not row:
            return True
        field = self.fields[group]
        return not isinstance(field, RepeatField) or row in field.said or key in self._held

    def _merged(self, given: Mapping[str, Answer]) -> dict[str, Answer]:
        """What is held, with what was written over it, without the rows that were removed."""
        merged = {**self._held, **self._context.meanwhile, **given}
        for code, field in self.fields.items():
            if isinstance(field, RepeatField):
                for row in rows_of(code, merged) - set(field.said if self.is_bound else field.rows):
                    merged = {key: answer for key, answer in merged.items() if split(key)[:2] != (code, row)}
        return merged

    def _after_skip_rule(self, key: str, answer: Answer, hidden: frozenset[str]) -> Answer:
        field = self.fields[key]
        if key not in hidden:
            return EMPTY if answer == NOT_APPLICABLE and not field.disabled else answer
        if field.disabled:
            return answer
        return EMPTY if split(key)[0] in hidden else NOT_APPLICABLE

    def _rows_gone(self, made: Mapping[str, Answer]) -> dict[str, Answer]:
        """The held answers of rows that were removed or left blank, emptied; of every row where the group does not arise."""
        gone: dict[str, Answer] = {}
        for code, field in self.fields.items():
            if isinstance(field, RepeatField) and not field.disabled:
                kept = made[code].value if code in made else None
                rows = set(kept) if isinstance(kept, list) else set()
                gone |= {key: EMPTY for key in self._held if split(key)[0] == code and split(key)[1] not in rows}
        return gone

    def _elsewhere(self, made: Mapping[str, Answer], hidden: frozenset[str]) -> dict[str, Answer]:
        """Elements on no section of this form whose question arises, or does not, through what was written here."""
        found = {}
        for key in self._context.around or {}:
            if key in self.fields or key in made or key not in self._declared_around or key in self._context.unknown:
                continue
            held = self._held.get(key, EMPTY)
            if key in hidden and held.given:
                found[key] = NOT_APPLICABLE
                found |= {member: EMPTY for member in self._held if split(member)[0] == key}
            elif key not in hidden and held == NOT_APPLICABLE:
                found[key] = EMPTY
        return found


def build(
    sections: Iterable[Section],
    *,
    initial: Mapping[str, Answer] | None = None,
    data: Any = None,
    prefix: str = "",
    readonly: frozenset[str] = frozenset(),
    context: Context | None = None,
) -> ElementForm:
    """A form for these sections. ``initial``: the answers that stand (also those outside the sections, for skip rules); ``data``: what was posted.

    A posted form that is not valid shows again exactly what was typed. No field blocks the browser from sending.
    """
    return ElementForm(sections, initial or {}, readonly, data, prefix, context)

