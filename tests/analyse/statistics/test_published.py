"""Our statistics against values printed in books and papers."""

import pytest

from tests.analyse.statistics.reference import Published, published

ALL = list(published())


@pytest.mark.parametrize("one", ALL, ids=[f"{one.source}: {one.what}" for one in ALL])
def test_the_published_value_is_reproduced_to_its_last_decimal(one: Published) -> None:
    assert one.off <= one.allowed, f"{one.ours():.8g} is not {one.value}"
