"""Times as departments write them: the grammar of RFC 3339, section 5.6, and nothing else."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from string import digits

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from events import moments
from events.instant import SECOND, Instant, from_datetime, parse
from hub.mapping.fields import rfc3339

# Section 5.6 as it stands there, rule by rule; literals are case-insensitive (RFC 2234, 2.3).


def _two(least: int, most: int) -> st.SearchStrategy[str]:
    return st.integers(least, most).map("{:02}".format)


@st.composite
def full_date(draw: st.DrawFn) -> str:
    year, month = draw(st.integers(1901, 2198)), draw(st.integers(1, 12))
    return f"{year:04}-{month:02}-{draw(_two(1, monthrange(year, month)[1]))}"


time_secfrac = st.text(digits, min_size=1, max_size=12).map(".{}".format)
time_numoffset = st.builds("{}{}:{}".format, st.sampled_from("+-"), _two(0, 23), _two(0, 59))
time_offset = st.sampled_from("Zz") | time_numoffset
partial_time = st.builds(
    "{}:{}:{}{}".format, _two(0, 23), _two(0, 59), _two(0, 59), st.just("") | time_secfrac
)
date_time = st.builds(
    "{}{}{}{}".format, full_date(), st.sampled_from("Tt"), partial_time, time_offset
)


def _oracle(text: str) -> Instant:
    """Return the instant of a *text* of the grammar, read by its places."""
    year, month, day, hour, minute, second = (
        int(text[a:b]) for a, b in ((0, 4), (5, 7), (8, 10), (11, 13), (14, 16), (17, 19))
    )
    rest = text[19:]
    fraction = ""
    if rest[0] == ".":
        fraction = "".join(c for c in rest[1:] if c not in "zZ").split("+")[0].split("-")[0]
        rest = rest[1 + len(fraction) :]
    at = datetime(year, month, day, hour, minute, tzinfo=UTC) + timedelta(seconds=second)
    if rest not in ("Z", "z"):
        offset = timedelta(hours=int(rest[1:3]), minutes=int(rest[4:6]))
        at = at - offset if rest[0] == "+" else at + offset
    return Instant(from_datetime(at) + int(fraction.ljust(6, "0")[:6]))


@given(date_time)
@example("2026-03-02t09:00:00z")
@example("1996-12-19T16:39:57-08:00")
@example("1937-01-01T12:00:27.87+00:20")
@example("2026-03-02T09:00:00-00:00")
def test_every_time_of_the_grammar_is_the_instant_it_says(text: str) -> None:
    """A fraction is cut off at microseconds; an unknown local offset (-00:00) is UTC."""
    assert _oracle(text) == moments.read(text) == parse(text)


@given(date_time, st.data())
def test_a_time_that_was_changed_in_one_place_is_read_right_or_refused(
    text: str, data: st.DataObject
) -> None:
    """Nothing that the grammar does not have is read as something else."""
    place = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 1))
    put = data.draw(st.text(digits + "TtZz:.,+- W٣\n", max_size=2))
    changed = text[:place] + put + text[place + cut :]
    assume(_GRAMMAR(changed) is False)

    with pytest.raises(moments.BadTimeError):
        moments.read(changed)


def _GRAMMAR(text: str) -> bool:  # noqa: N802 - the grammar of section 5.6, as an acceptor
    """Tell whether *text* is a date-time, reading it from the left."""
    here = 0

    def number(length: int, least: int, most: int) -> bool:
        nonlocal here
        part = text[here : here + length]
        here += length
        return len(part) == length and set(part) <= set(digits) and least <= int(part) <= most

    def sign(*signs: str) -> bool:
        nonlocal here
        here += 1
        return text[here - 1 : here] in signs

    if not (number(4, 0, 9999) and sign("-") and number(2, 1, 12) and sign("-")):
        return False
    if not (number(2, 1, 31) and sign("T", "t") and number(2, 0, 23) and sign(":")):
        return False
    if not (number(2, 0, 59) and sign(":") and number(2, 0, 60)):
        return False
    if text[here : here + 1] == ".":
        here += 1
        start = here
        while text[here : here + 1] in digits and here < len(text):
            here += 1
        if here == start:
            return False
    if text[here:] in ("Z", "z"):
        return True
    return (
        sign("+", "-")
        and number(2, 0, 23)
        and sign(":")
        and number(2, 0, 59)
        and (here == len(text))
    )


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02 09:00:00Z",
        "2026-03-02X09:00:00Z",
        "2026-03-02T09:00Z",
        "2026-03-02T09Z",
        "2026-03-02T090000Z",
        "2026-03-02T09:00:00,5Z",
        "2026-03-02T09:00:00.Z",
        "2026-03-02T09:00:00 Z",
        "2026-03-02T09:00:00+0800",
        "2026-03-02T09:00:00+08",
        "2026-03-02T09:00:00+08:00:30",
        "2026-03-02T09:00:00+08:60",
        "2026-03-02T09:00:00+24:00",
        "2026-03-02T24:00:00Z",
        "2026-02-29T09:00:00Z",
        "2026-W10-1T09:00:00Z",
        "20260302T090000Z",
        "２０２６-03-02T09:00:00Z",
        "2026-03-02T09:00:00Z\n",
    ],
)
def test_what_other_standards_allow_is_refused_with_how_to_write_it(text: str) -> None:
    """ISO 8601 and Python read more; another reader of the log would stumble over it."""
    with pytest.raises(moments.BadTimeError, match=r"2026-03-02T09:00:00\+08:00") as refused:
        moments.read(text)

    assert "invalid-field" == refused.value.code


@pytest.mark.parametrize("text", ["2026-03-02", "2026-03-02T09:00:00", "2026-03-02t09:00:00.5"])
def test_a_time_that_only_lacks_its_offset_is_told_so(text: str) -> None:
    """Guessing a zone would move deadlines silently."""
    with pytest.raises(moments.BadTimeError) as refused:
        moments.read(text)

    assert "time-without-offset" == refused.value.code


@pytest.mark.parametrize(
    "text", ["2026-03-02 09:00:00+08:00", "2026-03-02T09:00+0800", "2026-03-02T09:00:00,0+08"]
)
def test_what_the_log_holds_from_before_is_read_as_it_was(text: str) -> None:
    """Intake took these once; a log is folded anew years later."""
    assert moments.read("2026-03-02T01:00:00Z") == parse(text)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("2016-12-31T23:59:60Z", True),
        ("1990-12-31T15:59:60-08:00", True),
        ("2017-01-01T07:59:60+08:00", True),
        ("2015-06-30T23:59:60.25z", True),
        ("2016-12-31T23:59:61Z", False),
        ("2016-12-30T23:59:60Z", False),
        ("2016-12-31T23:58:60Z", False),
        ("2016-12-31T22:59:60Z", False),
        ("2016-12-31T23:59:60+08:00", False),
    ],
)
def test_a_leap_second_is_where_the_rule_has_them(text: str, taken: bool) -> None:
    """At the end of a month in UTC; it is the second after it, as POSIX and databases count."""
    if taken:
        earlier = moments.read(text.replace(":60", ":59"))
        assert earlier + SECOND == moments.read(text) == parse(text)
    else:
        with pytest.raises(moments.BadTimeError) as refused:
            moments.read(text)
        assert "invalid-field" == refused.value.code


@given(st.dates(date(1901, 1, 1), date(2198, 12, 31)), time_offset)
def test_a_leap_second_is_taken_only_at_the_end_of_a_month(day: date, offset: str) -> None:
    """Whatever the offset it is written with."""
    before = moments.read(f"{day}T23:59:59{offset}")
    utc = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=before)
    leaps = (utc.hour, utc.minute) == (23, 59) and (utc + timedelta(days=1)).day == 1
    try:
        assert before + SECOND == moments.read(f"{day}T23:59:60{offset}")
    except moments.BadTimeError:
        assert not leaps
    else:
        assert leaps


@pytest.mark.parametrize("text", ["0000-01-01T00:00:00Z", "1899-12-31T23:59:59Z"])
def test_a_year_of_the_grammar_that_nobody_means_is_out_of_range(text: str) -> None:
    """It is a time; the clock that wrote it is wrong."""
    with pytest.raises(moments.BadTimeError) as refused:
        moments.read(text)

    assert "time-out-of-range" == refused.value.code


@pytest.mark.parametrize(
    "written", ["1900-01-02", "1900-12-31 23:59:59", "1901-01-01", "2026-03-02"]
)
def test_what_a_mapping_makes_of_a_date_is_a_time_that_is_taken(written: str) -> None:
    """Shanghai's offset had seconds in 1900, which no RFC 3339 time can say."""
    moments.read(rfc3339(written, None, "Asia/Shanghai"))
