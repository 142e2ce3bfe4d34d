"""The certificate of a consent: what was read and chosen, sealed with the person's key where there are grounds."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from titip.consent.models import Basis, ConsentDecision
from titip.consent.reads.certificates import SIGN, TABLE, VOICE, owner_of
from titip.consent.reads.live import grounds_for
from titip.consent.rules.signing import read_strokes, read_voice
from titip.dictionary import reads as dictionary
from titip.dictionary.rules.forms import PurposeCard
from titip.protect import vault
from titip.register.reads import Person

#: Told on a certificate where there is something to tell.
_MORE = ("cards_in", "interpreter_role", "interpreter_vouched", "distress_seen", "sign", "witness_role", "witness_code")


def seal_certificate(basis: Basis, person: Person, now: datetime) -> None:
    """Seal what was read and chosen. Where everything was declined there are no grounds, and nothing is sealed."""
    grounds = grounds_for(person, now)
    if grounds is None:
        return
    text = json.dumps(_content(basis, basis.decisions.all()), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    basis.certificate_id = vault.put_many(owner_of(basis), [vault.Plain(TABLE, str(basis.pk), "certificate", text)], grounds=grounds)[0]
    basis.save(update_fields=["certificate_id"])


def seal_sign(basis: Basis, person: Person, drawn: str, voice: bytes, now: datetime) -> None:
    """Seal a drawn sign (``drawn``: strokes as JSON), or a recording of her voice, with her key. Without grounds nothing is kept of it.

    Raises CannotRecord for no drawing and no recording.
    """
    if basis.sign == "drawn":
        table, content = SIGN, json.dumps(read_strokes(drawn), separators=(",", ":")).encode()
    elif basis.sign == "voice":
        sound = read_voice(voice)
        table, content = VOICE, sound.kind.encode() + b"\0" + sound.content
    else:
        return
    grounds = grounds_for(person, now)
    if grounds is None:
        return
    basis.sign_id = vault.put_many(owner_of(basis), [vault.Plain(table, str(basis.pk), "sign", content)], grounds=grounds)[0]
    basis.save(update_fields=["sign_id"])


def _content(basis: Basis, decisions: Iterable[ConsentDecision]) -> dict[str, Any]:
    own, spoken = ({purpose.code: purpose for purpose in dictionary.purposes(language)} for language in ("", basis.cards_in))
    return {
        "made_at": basis.made_at.isoformat(),
        "organisation": basis.organisation,
        "collector": basis.collector.code,
        "kind": basis.kind,
        "given_by": basis.given_by,
        "language": basis.language,
        "interpreter": basis.interpreter,
        "law_or_reason": basis.law_or_reason,
        "scope": basis.scope,
        "confidentiality": basis.confidentiality,
        "compensation": basis.compensation,
        "formats": basis.formats,
        "assent": basis.assent,
        "dictionary": basis.words_version,
        **{name: value for name in _MORE if (value := getattr(basis, name)) not in ("", "none", False)},
        "choices": [
            _choice(d, spoken[d.purpose] if d.words_in else own[d.purpose])
            for d in decisions
        ],
    }


def _choice(decision: ConsentDecision, card: PurposeCard) -> dict[str, Any]:
    """One choice with the words that she was given; in another language, with its name there and the recording that could be heard."""
    found = {
        "purpose": decision.purpose,
        "read": card.card,
        "who_sees": card.who_sees,
        "recipient": decision.recipient,
        "state": decision.state,
        "until": decision.valid_until.isoformat() if decision.valid_until else "",
    }
    if decision.words_in:
        found |= {"name": card.name, "words_in": decision.words_in, "language": card.language}
    return found | ({"recording": card.sound} if card.sound else {})
