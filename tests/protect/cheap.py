"""Made-up passphrases, stretching that costs little, and grounds as consent would make them."""

from uuid import UUID, uuid4

from titip.kit import clock
from titip.protect import vault
from titip.protect.rules.grounds import Grounds, GroundsKind
from titip.protect.vault import crypto

PASSPHRASE = "lantern orchid ferry monsoon"
CHEAP = crypto.Stretch(memory_kib=64, passes=1, lanes=1)


def grounds_for(owner_id: UUID, **changes: object) -> Grounds:
    """Live consent of one made-up person."""
    fields: dict[str, object] = {
        "kind": GroundsKind.CONSENT, "owner_id": owner_id, "basis_id": uuid4(), "purposes": frozenset({"care"}), "law_or_reason": "", "scope": "",
        "reviewer": "", "review_on": None, "checked_at": clock.now(),
    }
    return Grounds(**{**fields, **changes})  # type: ignore[arg-type]


def person() -> vault.Owner:
    """A person nobody has met."""
    return vault.Owner("person", uuid4())


def put(owner: vault.Owner, value: str, *, table: str = "register.answer", row: str = "r1", field: str = "family_name") -> UUID:
    """Seal one text."""
    return vault.put(owner, vault.Plain(table, row, field, value.encode()), grounds=grounds_for(owner.id))
