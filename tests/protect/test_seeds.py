"""Seeds of second factors are their colleague's: older ones are carried forward, another's are refused."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from tests.world import STORES, make_world
from titip.protect import vault
from titip.protect.actions import renewing, seeds
from titip.protect.models import Staff
from titip.protect.sign_in import second_factor

pytestmark = pytest.mark.django_db(databases=STORES)


def stored(staff: Staff, kind: str = "totp") -> Authenticator:
    return Authenticator.objects.get(user=staff, type=kind)


def check(staff: Staff, code: str) -> None:
    second_factor.check(RequestFactory().post("/"), staff, code=code, credential="")


def unbound(staff: Staff, kind: str, name: str) -> str:
    """Seal a seed as it was sealed before seeds named their colleague, and return it."""
    row = stored(staff, kind)
    with seeds.of_colleague(staff.pk):
        seed = seeds.open_seed(row.data[name])
    row.data[name] = vault.seal_secret(f"second factor|{seed}")
    row.save()
    return str(row.data[name])


def test_an_older_seed_opens_where_it_stands_and_is_bound_at_its_next_use() -> None:
    world = make_world()
    before = unbound(world.alice, "totp", "secret")
    check(world.alice, second_factor.current_code(world.alice) or "")
    after = stored(world.alice).data["secret"]
    assert after != before
    assert vault.open_secret(after).startswith(f"second factor|{world.alice.pk}|")
    older = unbound(world.alice, "recovery_codes", "seed")
    with seeds.of_colleague(world.alice.pk):
        paper = stored(world.alice, "recovery_codes").wrap().get_unused_codes()[0]
    check(world.alice, paper)
    row = stored(world.alice, "recovery_codes")
    assert (row.data["seed"] != older, row.data["used_mask"]) == (True, 1), "what was bound is still used"
    with pytest.raises(ValidationError):
        check(world.alice, paper)


def test_a_renewal_of_keys_binds_the_rest_and_another_colleagues_seed_stays_refused() -> None:
    world = make_world()
    hers = stored(world.dara)
    hers.data = stored(world.alice).data
    hers.save()
    unbound(world.alice, "totp", "secret")
    assert renewing.reseal_secrets() == 1, "all others are bound and of today"
    assert vault.open_secret(stored(world.alice).data["secret"]).startswith(f"second factor|{world.alice.pk}|")
    with pytest.raises(vault.Refused):
        second_factor.current_code(world.dara)
    with pytest.raises(ValidationError, match="code"):
        check(world.dara, second_factor.current_code(world.alice) or "")
    with pytest.raises(vault.Refused):
        seeds.open_seed(stored(world.alice).data["secret"])  # nobody was named
    with pytest.raises(LookupError, match="whose"):
        second_factor.MFAAdapter().encrypt("SEED")
