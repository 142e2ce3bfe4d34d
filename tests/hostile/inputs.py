"""Hostile words in every field of every form: no server error, nothing shown back as markup. The forms are found as people find them: on their pages."""

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.safestring import SafeString

from tests.faults.browser import Form, _read
from tests.hostile.proofs import Outcome, row
from tests.protect.golden_things import things
from tests.protect.test_golden_urls import read_table, routes
from tests.world import World, client_for, make_world
from titip.protect.rules.roles import Role

MARK = "qx9script"
#: Each is sent as it is into any field, whatever the field expects.
WORDS = (
    "", " ", "\t\t", "\u0000", "a\u0000b", "\x1b[31m", "\r\n\r\nHTTP/1.1 200 OK", "%00", "%s%s%s%n", "\\", "\\u0000", "None'\"\\",
    f"<script>{MARK}()</script>", f"\"><img src=x onerror={MARK}()>", f"' autofocus onfocus={MARK}() x='", f"javascript:{MARK}()",
    f"{{{{ {MARK} }}}}", f"{{% {MARK} %}}", "' OR '1'='1", "'; DROP TABLE register_person; --", "1 UNION SELECT * FROM protect_staff",
    "../../../../etc/passwd", "${jndi:ldap://x.example/a}", "$(touch /tmp/x)", "; sleep 5", "=cmd|' /C calc'!A0", "http://x.example/", "//x.example", "a@b",
    "A" * 70_000, "é" * 5000, "\u0301" * 3000, "👩\u200d👧" * 200, "\u202edrowssap", "\u200b\u200b", "\ufeff", "\ud7ff\ue000\ufffd", "ကြ" * 500, "ស្ត្រី" * 300,
    "１２３", "٣٤", "-1", "0", "-0", "1,5", "99999999999999999999", "999999999", "-999999999", "9" * 5000, "1e309", "NaN", "Infinity",
    "31/02/2567", "2567-13-45", "0000-00-00", "99999-01-01", "١٩٩٩-٠١-٠١", "today", "true", "null", "None", "[]", "{}", "[" * 2000, '{"a":' * 500,
    "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "not-a-uuid", "@" * 300,
)
_LIVE = re.compile(rf"<script>{MARK}|<img src=x onerror={MARK}|autofocus onfocus={MARK}\(\) x='|\"><img")
#: They end the very sign-in that the others need.
LEFT_OUT = frozenset({"account_logout", "end_sessions"})


@dataclass(frozen=True)
class Found:
    """A form on a page: who sees it, where it goes, what it asks."""

    role: str
    page: str
    to: str
    fields: tuple[str, ...]
    values: tuple[tuple[str, str], ...]


def clients(world: World) -> dict[str, Client]:
    """A browser of one colleague of each role."""
    return {role.value: client_for(world.by_role[role]) for role in Role if role in world.by_role}


def addresses(world: World, known: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Every page that somebody may open, with the first role that may."""
    table = read_table()
    for route in routes():
        answers = table.get(route.name, {})
        role = next((role for role, answer in answers.items() if answer == "200" and role in {one.value for one in Role}), "")
        role = role or next((role for role, answer in answers.items() if answer == "405"), "")
        if role and role not in ("nobody", "outsider") and route.name not in LEFT_OUT and not (route.takes and route.name not in known):
            yield role, reverse(route.name, kwargs=known.get(route.name))


def forms(world: World, browsers: dict[str, Client], seed: int) -> list[Found]:
    """The forms on these pages; a page without one is sent to all the same."""
    found: dict[tuple[str, str], Found] = {}
    for role, page in addresses(world, things(world)):
        answer = browsers[role].get(page)
        kind = answer.headers.get("Content-Type", "")
        posted = [form for form in _read(answer.content.decode()).forms if form.method == "post"] if kind.startswith("text/html") else []
        for form in posted or [Form(page, "post")]:
            to = form.action or page
            asked = [*(name for name, _value in form.fields if name != "csrfmiddlewaretoken"), *(name for name, *_more in form.buttons if name)]
            names = tuple(dict.fromkeys(asked)) or ("q", "text", "id")
            if "sign-out" not in to and "logout" not in to:
                found.setdefault((to, ",".join(names)), Found(role, page, to, names, tuple(form.fields)))
    ordered = list(found.values())
    random.Random(seed).shuffle(ordered)
    return ordered


def typed(form: Found, chance: random.Random) -> dict[str, Any]:
    """What is sent: about half of the fields hostile, the rest as the page has them; now and then a field twice, or one nobody asked for."""
    values: dict[str, Any] = dict(form.values)
    for name in form.fields:
        if chance.random() < 0.6 or name not in values:
            values[name] = chance.choice(WORDS) if chance.random() < 0.9 else [chance.choice(WORDS), chance.choice(WORDS)]
    if chance.random() < 0.2:
        values[chance.choice(WORDS)[:200] or "x"] = chance.choice(WORDS)
    return values


class Undone(Exception):
    """What was sent is taken back, so that the next one finds the house as it was."""


def trouble(browser: Client, form: Found, values: dict[str, Any], chance: random.Random) -> str:
    """What went wrong with one sending: an error of the server, markup that lives. Empty where all is well."""
    path = form.to if form.to.startswith("/") else form.page
    data: dict[str, str] = {"accept": "application/json", "x-titip-draft": "1"} if chance.random() < 0.15 else {}
    try:
        with transaction.atomic():
            answer = browser.post(path, values, headers=data)
            text = answer.content.decode(errors="replace") if not answer.streaming else ""
            raise Undone
    except Undone:
        pass
    except (SuspiciousOperation, BadRequest):
        return ""
    except Exception as error:
        return f"{form.role} {path}: {type(error).__name__} {str(error)[:80]}"
    if answer.status_code >= 500 and answer.status_code != 503:
        return f"{form.role} {path}: {answer.status_code}"
    return f"{form.role} {path}: markup lives" if _LIVE.search(text) else ""


@row("Hostile words in every field of every form", asked=15_000, promised=50_000, quick=700, expects="no server error, no markup", slow=True)
def words(tries: int) -> Outcome:
    """Counted are the hostile values sent, a fixed seed choosing them; each sending is taken back."""
    world = make_world()
    browsers = clients(world)
    chance, found = random.Random(20261122), forms(world, browsers, 4)
    tried, bad, posts = 0, dict[str, int](), 0
    while tried < tries:
        form = found[posts % len(found)]
        values = typed(form, chance)
        posts += 1
        tried += sum(len(value) if isinstance(value, list) else 1 for name, value in values.items() if (name, value) not in form.values)
        if said := trouble(browsers[form.role], form, values, chance):
            bad[said] = bad.get(said, 0) + 1
        if browsers[form.role].session.get("_auth_user_id") is None:
            browsers[form.role] = client_for(world.by_role[Role(form.role)])
    return Outcome(tried, sum(bad.values()), f"{len(found)} forms, {posts} sendings; " + "; ".join(f"{count}× {said}" for said, count in list(bad.items())[:8]))


@words.defect("what was typed is shown as it is")
@contextmanager
def unescaped() -> Iterator[None]:
    with mock.patch("django.template.base.conditional_escape", SafeString), mock.patch("django.template.defaultfilters.conditional_escape", SafeString):
        yield
