"""What is read once in a request is read once, is nobody else's, and is not noted any more once it is changed."""

from titip.kit.noted import note_no_more, noted, noting


def test_once_in_a_request_each_time_outside_it_and_again_after_a_change() -> None:
    read: list[int] = []

    def one() -> int:
        read.append(len(read))
        return read[-1]

    assert [noted("a", one), noted("a", one)] == [0, 1]
    with noting():
        assert [noted("a", one), noted("a", one), noted("b", one), noted("a", one)] == [2, 2, 3, 2]
        with noting():
            assert noted("a", one) == 4
        assert noted("a", one) == 2
        note_no_more()
        assert [noted("a", one), noted("a", one)] == [5, 6]
    with noting():
        assert noted("a", one) == 7


def test_what_was_not_there_is_looked_for_again() -> None:
    there = iter([None, "now"])
    with noting():
        assert noted("a", lambda: next(there)) is None
        assert noted("a", lambda: next(there)) == "now"
        assert noted("a", lambda: None) == "now"
