"""Loading an organisation's own instrument, and keeping what a colleague filled in about a person."""

import json
from collections.abc import Mapping

from django.db import transaction

from titip.casework.actions.problems import CannotDo
from titip.casework.models import Case, Tool, ToolUse
from titip.casework.reads.tools import TOOL_FIELD, TOOL_TABLE
from titip.casework.rules.identifying import ASSESSMENT
from titip.casework.rules.instruments import MODES, BadInstrument, Instrument, from_json, read_csv, read_xlsform, score
from titip.consent import reads as consent
from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.xlsform import read_sheets
from titip.kit import clock
from titip.kit.ids import new_id
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.rules.access import NOT_READY, Actor, open_here
from titip.protect.rules.grounds import NoGrounds
from titip.register.reads import Person
from titip.register.rules.covering import CARE

NO_BASIS = _("There is no basis for her care yet: answers are kept only with one. Ask for consent first; services do not wait for it.")


def read_instrument(data: bytes, file_name: str) -> Instrument:
    """The instrument in a .csv, or in an XLSForm (.xlsx, .xls, .ods). Raises BadInstrument or dictionary.xlsform.NotAnXlsForm."""
    if not file_name.lower().endswith(".csv"):
        return read_xlsform(read_sheets(data, file_name))
    try:
        return read_csv(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadInstrument("encoding", _("This CSV file is not in UTF-8. Save the sheet as “CSV UTF-8” and choose it again.")) from None


@transaction.atomic
def load_tool(*, actor: Actor, instrument: Instrument) -> Tool:
    """Keep a version of an instrument. What changed is loaded under a version of its own; earlier versions stay with what was filled in. Raises CannotDo."""
    if Tool.objects.filter(title=instrument.title, version=instrument.version).exists():
        raise CannotDo(_("This version of this instrument is loaded already. Give what changed a version of its own."), "file")
    row = Tool.objects.create(
        title=instrument.title, version=instrument.version, licence=instrument.licence, content=instrument.as_json(), made_by_id=actor.id,
    )
    audit.record(kind="casework.tools", actor_code=actor.code, detail={"loaded": str(row.pk), "items": len(instrument.items)})
    return row


@transaction.atomic
def retire_tool(*, actor: Actor, tool: Tool) -> None:
    """Offer it no longer. What was filled in stays."""
    if Tool.objects.filter(pk=tool.pk, retired_at=None).update(retired_at=clock.now()):
        audit.record(kind="casework.tools", actor_code=actor.code, detail={"retired": str(tool.pk)})


@transaction.atomic
def use_tool(
    *, actor: Actor, case: Case, person: Person, tool: Tool, answers: Mapping[str, str], seconds: int | None, mode: str = "", language: str = "",
) -> ToolUse:
    """Keep what was answered about a person, with its result, how it was asked and in which language. Raises CannotDo, or NoGrounds where no basis
    covers her care."""
    if not open_here(actor, ASSESSMENT.risk):
        raise CannotDo(NOT_READY)
    if not case.participants.filter(person=person, until=None).exists():
        raise CannotDo(_("This person is not in the case."), "person")
    if not any(answers.values()):
        raise CannotDo(_("Nothing is answered yet."))
    grounds = consent.grounds_for(person, clock.now())
    if grounds is None or CARE not in grounds.purposes:
        raise NoGrounds(NO_BASIS)
    instrument = from_json(tool.content)
    if mode not in (*(instrument.modes or MODES), ""):
        raise CannotDo(_("This tool is not made to be asked in this way."), "mode")
    use_id, now = new_id(), clock.now()
    _rows, _total, result = score(instrument, answers, clock.day_of(now))
    plain = vault.Plain(TOOL_TABLE, str(use_id), TOOL_FIELD, json.dumps(dict(answers), ensure_ascii=False).encode())
    vault_id = vault.put(vault.Owner("person", person.pk), plain, grounds=grounds)
    row = ToolUse.objects.create(
        pk=use_id, tool=tool, case=case, person=person, author_id=actor.id, at=now, seconds=seconds, result=result, mode=mode,
        language=language if language in instrument.languages else instrument.language[:12], vault_id=vault_id, basis_id=grounds.basis_id,
    )
    audit.record(
        kind="casework.identify", actor_code=actor.code, purpose=CARE, subjects=[("case", str(case.pk)), ("person", str(person.pk))],
        detail={"tool": str(tool.pk), "used": str(row.pk), "basis": str(grounds.basis_id)},
    )
    return row
