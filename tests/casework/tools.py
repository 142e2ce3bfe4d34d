"""An instrument made up for tests, and somebody asked with it."""

from typing import Any

from tests.world import World, actor_for
from titip.casework import actions
from titip.casework.models import Case, Tool, ToolUse
from titip.casework.rules.instruments import Instrument, read_csv

#: Three questions; the second arises from the first.
CSV = """kind,name,label,weight,relevant,list
setting,title,Practice form,,,
setting,version,2026.1,,,
setting,source,Made up for tests,,,
setting,licence,CC0,,,
setting,language,en,,,
setting,threshold,3,,,
choice,often,Often,2,,how_often
choice,never,Never,0,,how_often
yes_no,works,Does she work?,0,,
select_one,watched,Is she watched at work?,,${works} = 'yes',how_often
yes_no,papers,Does somebody else keep her papers?,1.5,,
"""


def instrument(**settings: str) -> Instrument:
    """It, with other settings."""
    text = CSV
    for name, value in settings.items():
        before = next(line for line in text.splitlines() if line.startswith(f"setting,{name},"))
        text = text.replace(before, f"setting,{name},{value},,,")
    return read_csv(text)


def asked_with_a_tool(world: World, case: Case, person: Any) -> tuple[Tool, ToolUse]:
    """The instrument loaded by Bob, and Alice's answers about somebody in her case."""
    tool = actions.load_tool(actor=actor_for(world.bob), instrument=instrument())
    use = actions.use_tool(actor=actor_for(world.alice), case=case, person=person, tool=tool, answers={"works": "yes", "watched": "often"}, seconds=60)
    return tool, use
