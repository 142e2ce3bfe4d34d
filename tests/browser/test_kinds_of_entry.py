"""A repeated group, a file, a skip rule and what is known already, on a phone; the small scripts say what the server says."""

import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.browser.conftest import Visit
from tests.browser.walking import begin_interview, consent, heading, press
from titip.dictionary.form_builder.telling import IN_SCRIPT
from titip.dictionary.rules import expressions

pytestmark = [pytest.mark.slow, pytest.mark.browser]
SHEET = "Family and papers"


def picture(path: Path) -> Path:
    """A picture, as a phone makes one."""
    made, out = Image.new("RGB", (60, 40), "teal"), io.BytesIO()
    about = Image.Exif()
    about[0x010E] = "taken in the shelter"
    made.save(out, format="JPEG", exif=about)
    path.write_bytes(out.getvalue())
    return path


@pytest.mark.parametrize("script", [True, False])
def test_children_and_papers_are_written_saved_and_known_the_next_time(visit: Visit, tmp_path: Path, script: bool) -> None:
    page = visit("Dara", script=True)
    her_page = with_consent(page)
    page = visit("Dara", script=script)
    page.goto(her_page)
    begin_interview(page, SHEET)
    heading(page, "Children with her")
    page.get_by_role("button", name=re.compile("^Add one")).click()
    page.get_by_label("Age of the child", exact=True).fill("4")
    page.get_by_role("button", name=re.compile("^Add another")).click()
    page.get_by_label("Age of the child", exact=True).nth(1).fill("9")
    page.get_by_label("Name of the child", exact=True).nth(1).fill("Made Up")
    school = page.get_by_text("Was the child at school before?", exact=True)
    if script:
        page.get_by_label("Age of the child", exact=True).nth(0).blur()
        assert [school.nth(n).is_visible() for n in (0, 1)] == [False, True], "asked of the older child only"
    page.get_by_role("button", name=re.compile("^Remove 1")).click()
    page.get_by_role("button", name="Put it back").click()
    assert page.get_by_label("Age of the child", exact=True).count() == 2
    page.get_by_role("button", name="Go on to the next section").click()
    heading(page, "Age and papers")
    page.get_by_role("button", name=re.compile("^Add one")).click()
    page.get_by_label("Passport").check()
    page.locator("input[type=file]").set_input_files(picture(tmp_path / "Made Up passport.jpg"))
    page.get_by_label("Registered on", exact=True).fill("3/2/2026")
    press(page, "Save these answers")
    heading(page, "What she told us", 2)
    said = page.locator("main").inner_text()
    assert "Age of the child: 9" in said and "Passport" in said and "Made Up" not in said

    begin_interview(page, SHEET)
    heading(page, "Children with her")
    assert page.get_by_text("Known already: written by").count() >= 2
    assert not page.get_by_label("Age of the child", exact=True).first.is_visible(), "what is known is not asked anew"


def with_consent(page: Any) -> str:
    """The address of the page of a new person who agreed to care."""
    page.goto("/register/new/")
    page.get_by_label("18 or older").check()
    press(page, "Register under a code")
    page.wait_for_url(re.compile(r"/register/[0-9a-f-]{36}/"))
    address = page.url
    consent(page, {"Caring for you": "Yes"})
    return address


RULES = [
    "${a} = 'yes'", "${a} != ''", "${n} > 17", "${n} <= 17 and ${a} = 'yes'", "not(${n} > 3) or selected(${m}, 'x')", "count-selected(${m}) > 1",
    "string-length(${a}) > 2", "${d} < '2024-03-01'", "${d} > 19000", "if(${n} > 2, ${a}, ${m}) = 'yes'", "coalesce(${a}, ${n}) = 5", "int(${n}) mod 2 = 1",
    "concat(${a}, '-', ${n}) = 'yes-3'", "${n} * 2 - 1 div 2 >= 5.5", "number(${a}) = 3", "true() and ${m} = 'x y'", "${n} = '3'", "-(${n}) < 0",
]
VALUES = [
    {"a": a, "n": n, "m": m, "d": d}
    for a in ("", "yes", "no", "3") for n in ("", 3.0, 18.0, -2.5) for m in ((), ("x",), ("x", "y")) for d in ("", "2024-02-29", "2030-01-01")
]


def as_told(node: expressions.Node) -> Any:
    """The tree as a page carries it."""
    if node.kind == "ref":
        return ["f", node.value, "text"]
    if node.kind in ("number", "text"):
        return ["v", node.value]
    assert node.kind != "call" or node.value in IN_SCRIPT
    return [node.kind, node.value, *(as_told(part) for part in node.parts)]


def test_the_script_says_of_every_rule_what_the_server_says(visit: Visit) -> None:
    page = visit("Dara")
    trees = [as_told(expressions.parse(rule)) for rule in RULES]
    said = page.evaluate(
        """async ({trees, values}) => {
            const { holds } = await import("/static/titip/skip.js");
            return trees.map((tree) => values.map((value) => holds(tree, (name) => value[name])));
        }""",
        {"trees": trees, "values": json.loads(json.dumps(VALUES))},
    )
    ours = [[expressions.holds(expressions.parse(rule), value, today=date(2026, 1, 1)) for value in VALUES] for rule in RULES]
    wrong = [(rule, value) for rule, row, mine in zip(RULES, said, ours, strict=True) for value, a, b in zip(VALUES, row, mine, strict=True) if a != b]
    assert not wrong, wrong[:5]
    assert len(RULES) * len(VALUES) > 2_500


def test_a_list_with_levels_is_asked_step_by_step_and_the_long_list_holds_the_answer(visit: Visit) -> None:
    page = visit("Dara")
    found = page.evaluate(
        """async () => {
            const { stepwise } = await import("/static/titip/levels.js");
            const box = document.createElement("div");
            box.innerHTML = '<label for="p">Place</label><select id="p"><option value="">Choose</option>'
              + '<option value="KH" data-parent="" data-label="Cambodia">C</option>'
              + '<option value="KH-2" data-parent="KH" data-label="Battambang">B</option></select>';
            document.querySelector("main").append(box);
            const select = document.getElementById("p");
            stepwise(select);
            const step = (n) => document.getElementById(n ? `p__step_${n}` : "p__step");
            const choose = (n, value) => { step(n).value = value; step(n).dispatchEvent(new Event("change")); return select.value; };
            return [select.hidden, box.querySelector("label").htmlFor, choose(0, "KH"), choose(1, "KH-2"), choose(1, ""), choose(0, ""), step(1) === null];
        }"""
    )
    assert found == [True, "p__step", "KH", "KH-2", "KH", "", True]
