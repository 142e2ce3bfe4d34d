"""The cross-tab as one Ibis expression: how many rows have each combination of values. Ibis writes it in the tongue of each engine.

Only Ibis' compiler is used; its own connections would want pandas and pyarrow. It takes 0.2 s to import, so nothing else imports it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import ibis

#: The name by which every engine knows the table.
TABLE: Final = "t"
N: Final = "n"


def crosstab(kinds: Mapping[str, str], columns: Sequence[str]) -> ibis.Table:
    """Rows counted by ``columns``; ``kinds`` says what each column of the table holds (an Ibis type).

    What is not a number (NaN) is made a null, since one engine takes the two for one and the other does not; the order is forced, nulls first.
    """
    import ibis

    table = ibis.table(dict(kinds), name=TABLE)
    keys = {f"k{i}": _without_nan(table[name]) for i, name in enumerate(columns)}
    counted = table.select(**keys).group_by(list(keys)).aggregate(**{N: lambda rows: rows.count()})
    return counted.order_by([counted[key].asc(nulls_first=True) for key in keys])


def _without_nan(column: Any) -> Any:
    import ibis

    return ibis.ifelse(column.isnan(), None, column) if column.type().is_floating() else column


def sql(expression: ibis.Table, tongue: str) -> str:
    """The expression in the SQL of an engine (``duckdb``, ``pyspark``)."""
    import ibis
    from ibis.config import Config

    class _AsIbisSetsIt(Config):  # type: ignore[misc] # by its own connection to Spark, which we do without; its compiler asks for it all the same
        treat_nan_as_null: bool = False

    if ibis.options.pyspark is None:
        ibis.options.pyspark = _AsIbisSetsIt()
    return str(ibis.to_sql(expression, dialect=tongue))
