"""Lists with levels: the order of the tree, a value with the wider ones it belongs to."""

from collections.abc import Iterable, Mapping

from titip.dictionary.rules.declared import Choice

_DEEPEST = 12


def in_tree(parents: Mapping[str, str]) -> list[str]:
    """Every value after the one it belongs to. What stands in a circle, or under a value that is not there, stands at the top."""
    children: dict[str, list[str]] = {}
    for code in parents:
        children.setdefault(parent_of(code, parents), []).append(code)
    ordered: list[str] = []
    waiting = list(reversed(children.get("", [])))
    while waiting:
        code = waiting.pop()
        ordered.append(code)
        waiting += reversed(children.get(code, []))
    return ordered


def parent_of(code: str, parents: Mapping[str, str]) -> str:
    """The parent of a value; none where that is not there or would lead back to the value itself."""
    parent = parents[code]
    if parent not in parents:
        return ""
    seen, up = {code}, parent
    while up in parents:
        if up in seen:
            return ""
        seen.add(up)
        up = parents[up]
    return parent


def path(code: str, parents: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """The widest first: ``Cambodia › Battambang``."""
    names = [labels[code]]
    up = parent_of(code, parents)
    while up and len(names) < _DEEPEST:
        names.append(labels[up])
        up = parent_of(up, parents)
    return " › ".join(reversed(names))


def path_words(choices: Iterable[Choice], code: str) -> str:
    """A value with the wider ones it belongs to, as a page shows it; the code where the list no longer has it."""
    choices = list(choices)
    parents = {c.code: c.parent for c in choices}
    return path(code, parents, {c.code: c.label for c in choices}) if code in parents else code
