"""The public codebook: one page file that stands alone, without script, font or address of another host."""

from datetime import date
from html import escape

from titip.dictionary.rules.codebook import Codebook
from titip.dictionary.rules.codebook_public import public
from titip.dictionary.rules.codebook_told import Say, Told, ToldList, sections, tell_list
from titip.dictionary.rules.messages import gettext_noop as _

_STYLE = (
    "body{font:1rem/1.6 system-ui,'Noto Sans','Noto Sans Khmer','Noto Sans Thai','Noto Sans Myanmar','Noto Sans Lao',sans-serif;max-width:52rem;margin:0 auto;"
    "padding:1rem;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}h1,h2,h3{line-height:1.25}h3{margin:2rem 0 .25rem}"
    "code{background:#f0f0f0;font-size:.85em;font-weight:normal}"
    "dl{display:grid;grid-template-columns:minmax(7rem,13rem) 1fr;gap:.2rem 1rem;margin:.5rem 0}dt{color:#444}dd{margin:0}ul{padding-left:1.2rem}"
    "article ul{list-style:none;padding:0}a{color:#0b4f8a}article{border-top:1px solid #ccc}@media(max-width:30rem){dl{display:block}dt{margin-top:.4rem}}"
)


def codebook_html(book: Codebook, *, title: str, number: int, sha256: str, made_on: date, say: Say) -> bytes:
    """The codebook for anybody, in UTF-8: what ``public`` leaves, code lists with their labels in all languages."""
    shown = public(book)
    told = sections(shown, say)
    lists = [tell_list(c, None) for c in shown.code_lists]
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main><h1>{escape(title)}</h1>",
        f"<p>{escape(say(_('Version %(number)s of %(day)s.')) % {'number': number, 'day': f'{made_on:%d/%m/%Y}'})} <code>SHA-256 {sha256}</code></p>",
        f"<p>{escape(say(_('What would put people at risk by being known to be asked is not in this file, nor is what is said to interviewers.')))}</p>",
        _contents([name for name, _elements in told], shown, say),
        *_questions(shown, say),
        *(f'<h2 id="part-{n}">{escape(name)}</h2>{"".join(_element(one) for one in elements)}' for n, (name, elements) in enumerate(told, 1)),
        f"<h2 id=\"lists\">{escape(say(_('Lists of choices')))}</h2>",
        *(_list(one, say) for one in lists),
        "</main></body></html>",
    ]
    return "".join(parts).encode("utf-8")


def _contents(parts: list[str], book: Codebook, say: Say) -> str:
    """The way to each part: the file is some hundred screens of a phone long."""
    ways = [*([("questions", say(_("Questions")))] if book.questions else []), *((f"part-{n}", name) for n, name in enumerate(parts, 1))]
    lines = "".join(f'<li><a href="#{to}">{escape(name)}</a></li>' for to, name in [*ways, ("lists", say(_("Lists of choices")))])
    return f'<nav aria-labelledby="contents"><h2 id="contents">{escape(say(_("Contents")))}</h2><ul>{lines}</ul></nav>'


def _questions(book: Codebook, say: Say) -> list[str]:
    if not book.questions:
        return []
    lines = "".join(f"<li>{escape(q.text)} {escape(q.objective)}</li>" for q in book.questions)
    return [f"<h2 id=\"questions\">{escape(say(_('Questions')))}</h2><ul>{lines}</ul>"]


def _element(told: Told) -> str:
    words = "".join(f'<p lang="{escape(language)}">{escape(label)} <small>({escape(language)})</small></p>' for language, label in told.elsewhere)
    link = f'<a href="#list-{escape(told.code_list)}">{escape(told.code_list)}</a>'
    lines = "".join(f"<dt>{escape(name)}</dt><dd>{link if text == told.code_list and text else escape(text)}</dd>" for name, text in told.lines)
    return (
        f'<article id="{escape(told.code)}"><h3>{escape(told.label)} <code>{escape(told.code)}</code></h3>{words}<p>{escape(told.definition)}</p>'
        f"<dl>{lines}</dl></article>"
    )


def _list(told: ToldList, say: Say) -> str:
    rows = "".join(
        f'<li>{"› " * depth}<code>{escape(code)}</code> {escape(label)}{"".join(_in(language, text) for language, text in elsewhere)}'
        f"{' (' + escape(say(_('no longer used'))) + ')' if retired else ''}</li>"
        for depth, code, label, elsewhere, retired in told.values
    )
    return f'<article id="list-{escape(told.code)}"><h3>{escape(told.name)} <code>{escape(told.code)}</code></h3><ul>{rows}</ul></article>'


def _in(language: str, text: str) -> str:
    return f' · <span lang="{escape(language)}">{escape(text)}</span>'
