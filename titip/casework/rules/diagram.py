"""The page of the manual that shows the states of a case, written from the rules (``docs/reference/case-states.md``)."""

from titip.casework.rules.closing import REASONS
from titip.casework.rules.states import MOVES, OPEN, REOPENED_TO, STATES, STEP_KINDS, State, moves_from
from titip.protect.rules.roles import ROLES

_HEAD = """# The states of a case

Written from `titip/casework/rules` by `python -m titip.casework.rules.diagram`; a test compares the two. Every move names who,
when and why, and is in the log. **Services never depend on identification**: they may be offered in every state until the case
is closed, and *Needs and risk* can be entered from the screening on.
"""


def mermaid() -> str:
    """The moves as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> draft", "    state \"Being worked on\" as open {"]
    lines += [f"        state \"{STATES[state].label}\" as {state}" for state in OPEN]
    lines += [f"        {before} --> {after}" for before, targets in MOVES.items() for after in targets]
    lines += [
        "    }",
        f"    state \"{STATES[State.CLOSURE].label}\" as closure",
        f"    state \"{STATES[State.CLOSED].label}\" as closed",
        "    open --> closure: asked for, with a reason, no open service",
        "    closure --> open: not approved, back where it was",
        "    closure --> closed: approved by someone else",
        f"    closed --> {REOPENED_TO}: reopened, with a reason",
    ]
    return "\n".join(lines)


def page() -> str:
    """The whole page, Markdown."""
    rows = ["| state | meaning | next step | by | within | moves on to |", "|---|---|---|---|---|---|"]
    for state, rule in STATES.items():
        step = rule.next_step
        due = (STEP_KINDS[step.kind], ROLES[step.role].label, f"{step.days} days") if step else ("none", "", "")
        onward = ", ".join(STATES[after].label for after in moves_from(state)) or "closed, or back where it was"
        rows.append(f"| {rule.label} | {rule.meaning} | {' | '.join(due)} | {onward} |")
    reasons = [f"- {label}" for label in REASONS.values()]
    parts = [_HEAD, "```mermaid", mermaid(), "```", "", *rows, "", "## Reasons for closing", "", *reasons, ""]
    return "\n".join(parts)


if __name__ == "__main__":
    import sys

    sys.stdout.write(page())
