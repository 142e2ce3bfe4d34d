"""Skip rules, constraints and calculations: the part of XLSForm's expressions that we understand and therefore obey.

Understood: ``${code}``, ``.``, numbers, texts, ``and or not() = != < <= > >= + - * div mod``, and the functions in ``functions.FUNCTIONS``.
Anything else raises BadExpression and is reported, kept and not enforced. A missing answer is the empty text, as in XPath: it equals
nothing and compares with nothing. A whole date counts as its number of days where it is calculated with, as in ODK. Dates that are known in part
are compared by the days that they can be: yes, no, or *cannot be told* (None), which goes through ``and or not()`` as Kleene's third value.
"""

from titip.dictionary.rules.expressions.evaluating import evaluate, holds, text_of, truth
from titip.dictionary.rules.expressions.functions import Value, pattern_of
from titip.dictionary.rules.expressions.parsing import BadExpression, Node, parse, references

__all__ = ["BadExpression", "Node", "Value", "evaluate", "holds", "parse", "pattern_of", "references", "text_of", "truth"]
