"""Ways to tamper with the honest ledger of `honest.py`: what is done, and what is said of which entry.

Those of the first tables are done by somebody who can write to the file; those of the last by somebody who can also
sign, and tries to write what no rule allows.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from migrations_gen.ledger.lines import entry_of
from migrations_gen.ledger.records import Act, KeyRevoked, Office, Reopening
from migrations_gen.ledger.signing import Signer, key_added
from tests.ledger.honest import (
    CONTROLLER,
    EMERGENCY,
    FIRST_RELEASE,
    LEADER,
    LINES,
    NEXT_TEXT,
    REOPENING,
    SEAL,
    START,
    STRANGER,
    Book,
    decision,
    digest,
    release,
    resigned,
    statement,
)

Lines = tuple[str, ...]
Tamper = Callable[[Lines], Lines]


@dataclass(frozen=True, slots=True)
class Case:
    """A way of tampering, and what is said of which entry."""

    what: str
    how: Tamper
    slug: str
    number: int


# ---- with an editor ----


def edit(number: int, old: str, new: str) -> Tamper:
    """Write something else in the line of an entry."""

    def how(lines: Lines) -> Lines:
        line = lines[number - 1]
        assert old in line
        return (*lines[: number - 1], line.replace(old, new, 1), *lines[number:])

    return how


def line(number: int, new: Callable[[str], str]) -> Tamper:
    """Make a line another one."""
    return lambda lines: (*lines[: number - 1], new(lines[number - 1]), *lines[number:])


def remove(*numbers: int) -> Tamper:
    return lambda lines: tuple(each for place, each in enumerate(lines, 1) if place not in numbers)


def order(*numbers: int) -> Tamper:
    """The lines with these numbers, in this order."""
    return lambda lines: tuple(lines[number - 1] for number in numbers)


def insert(place: int, *new: str) -> Tamper:
    return lambda lines: (*lines[: place - 1], *new, *lines[place - 1 :])


# ---- with a key ----


def sign(place: int, with_key: Signer = SEAL, **other: Any) -> Tamper:
    """Change an entry and sign it anew."""
    return line(place, lambda old: resigned(entry_of(old), with_key, **other))


def add(act: Act, by: str, office: Office, with_key: Signer = SEAL, hours: int = 24) -> Tamper:
    """One entry more at the end, numbered and linked as it should be."""

    def how(lines: Lines) -> Lines:
        book = Book(lines)
        book.add(act, by, office, with_key, START + timedelta(hours=hours))
        return tuple(book.lines)

    return how


def instead(number: int, *then: Tamper) -> Tamper:
    """Go back to before an entry, and go on from there in another way."""

    def how(lines: Lines) -> Lines:
        lines = lines[: number - 1]
        for each in then:
            lines = each(lines)
        return lines

    return how


def both(*tampers: Tamper) -> Tamper:
    def how(lines: Lines) -> Lines:
        for each in tampers:
            lines = each(lines)
        return lines

    return how


def body(number: int, **other: Any) -> Act:
    return replace(entry_of(LINES[number - 1]).act, **other)


def signature(number: int) -> str:
    return entry_of(LINES[number - 1]).signature


SECRETARIAT, LEADS, CONTROLS = Office.SECRETARIAT, Office.LEADER, Office.CONTROLLER
OTHER_LEDGER = Book()
OTHER_LEDGER.add(key_added(STRANGER), "registry", Office.SEAL, STRANGER)
OTHER_LEDGER.add(FIRST_RELEASE, "kari", SECRETARIAT, STRANGER)
TAIL = '"}'

EDITED = (
    Case("a view is another", edit(6, '"view":"recommend"', '"view":"against"'), "wrong-signature", 6),
    Case(
        "a dissenting seat is left out of the text",
        edit(6, "Fagrådet tilrår", "Et samlet fagråd tilrår"),
        "wrong-signature",
        6,
    ),
    Case("what is postponed becomes accepted", edit(7, '"postponed"', '"accepted"'), "wrong-signature", 7),
    Case("another state is released", edit(8, digest(NEXT_TEXT), digest("another")), "wrong-signature", 8),
    Case("who decided is another", edit(7, '"by":"dagny"', '"by":"david"'), "wrong-signature", 7),
    Case("the time is another", edit(8, "2026-11-02T16", "2026-11-01T16"), "wrong-signature", 8),
    Case("the owner of the seal is another", edit(1, '"owner":"registry"', '"owner":"mallory"'), "wrong-signature", 1),
    Case("the number is another", edit(5, '"number":5', '"number":9'), "wrong-signature", 5),
    Case("the link is another", edit(8, '"previous":"', '"previous":"0'), "wrong-signature", 8),
    Case(
        "the key is said to be another",
        edit(7, f'"key":"{CONTROLLER.fingerprint}', f'"key":"{SEAL.fingerprint}'),
        "wrong-signature",
        7,
    ),
    Case(
        "the key is said to be a stranger's",
        edit(8, f'"key":"{SEAL.fingerprint}', f'"key":"{STRANGER.fingerprint}'),
        "unknown-key",
        8,
    ),
    Case(
        "the controller's key is another than it is called",
        edit(3, CONTROLLER.public, STRANGER.public),
        "wrong-signature",
        3,
    ),
    Case("the signature is that of another entry", edit(7, signature(7), signature(8)), "wrong-signature", 7),
    Case("the signature is too short", edit(7, signature(7), signature(7)[4:]), "malformed-signature", 7),
    Case("the signature is without padding", edit(8, '=="}', TAIL), "malformed-signature", 8),
    Case(
        "the signature ends in bits that count for nothing",
        line(8, lambda old: old[:-5] + chr(ord(old[-5]) + 1) + old[-4:]),
        "malformed-signature",
        8,
    ),
    Case(
        "the signature is written as for an address",
        line(8, lambda old: old.replace(signature(8), signature(8).replace("+", "-").replace("/", "_"))),
        "malformed-signature",
        8,
    ),
    Case("the signature has a line break in it", edit(8, '=="}', '==\\n"}'), "malformed-signature", 8),
)

MOVED = (
    Case("the first entry is gone", remove(1), "removed", 1),
    Case("the reopening is gone", remove(5), "removed", 5),
    Case("three entries are gone", remove(4, 5, 6), "removed", 4),
    Case("two entries have changed places", order(1, 2, 3, 5, 4, 6, 7, 8), "reordered", 4),
    Case("the release stands before what it rests on", order(1, 2, 3, 8, 4, 5, 6, 7), "reordered", 4),
    Case("the order is turned round", order(8, 7, 6, 5, 4, 3, 2, 1), "reordered", 7),
    Case("a line stands twice in a row", order(1, 2, 3, 4, 4, 5, 6, 7, 8), "duplicated", 4),
    Case("a line stands once more at the end", order(1, 2, 3, 4, 5, 6, 7, 8, 7), "duplicated", 7),
    Case("a line from another ledger is put in", insert(3, OTHER_LEDGER.lines[1]), "inserted", 2),
    Case(
        "an earlier entry is there in another edition",
        insert(6, resigned(entry_of(LINES[4]), SEAL, by="lars")),
        "inserted",
        5,
    ),
    Case("an entry is written anew in the middle", sign(4, act=body(4, has_quorum=False)), "broken-link", 5),
    Case(
        "the last is signed after another entry than the one before it", sign(8, previous=digest("x")), "broken-link", 8
    ),
    Case("the first is signed after something", sign(1, previous=digest("x")), "broken-link", 1),
    Case(
        "an entry is taken out and those after it numbered anew", both(remove(2), sign(2, number=2)), "broken-link", 2
    ),
    Case("another ledger has taken the place of this", lambda lines: tuple(OTHER_LEDGER.lines), "untrusted-root", 1),
    Case("the ledger is emptied", lambda lines: (), "empty", 0),
)

MISWRITTEN = (
    Case("the last line breaks off", line(8, lambda old: old[:300]), "cut-off", 8),
    Case("a line in the middle breaks off", line(5, lambda old: old[:200]), "not-json", 5),
    Case("a blank line is put in", insert(4, ""), "blank-line", 4),
    Case("a line of spaces is put in", insert(4, "   "), "blank-line", 4),
    Case("the file begins with a byte order mark", line(1, lambda old: f"\ufeff{old}"), "not-json", 1),
    Case("lines end as on Windows", line(3, lambda old: f"{old}\r"), "not-canonical", 3),
    Case("a key stands twice", edit(7, '"by":"dagny"', '"by":"dagny","by":"david"'), "duplicate-key", 7),
    Case(
        "a key stands twice deep inside",
        edit(7, '"office":"controller"', '"office":"controller","office":"leader"'),
        "duplicate-key",
        7,
    ),
    Case("a number is a text", edit(7, '"number":7', '"number":"7"'), "wrong-value", 7),
    Case("a number has decimals", edit(7, '"number":7', '"number":7.0'), "wrong-value", 7),
    Case("a number is a truth value", edit(1, '"number":1', '"number":true'), "wrong-value", 1),
    Case("a truth value is a number", edit(6, '"has_quorum":true', '"has_quorum":1'), "wrong-value", 6),
    Case("a word is none of those there are", edit(7, '"accepted"', '"approved"'), "wrong-value", 7),
    Case("an act that there is not", edit(7, '"act":"decision"', '"act":"verdict"'), "wrong-value", 7),
    Case("an act that is another record's", edit(7, '"act":"decision"', '"act":"release"'), "wrong-value", 7),
    Case("a field is missing", edit(7, '"text":"Som tilrådd",', ""), "wrong-value", 7),
    Case("a field besides", edit(7, '"by":"dagny"', '"and":"david","by":"dagny"'), "wrong-fields", 7),
    Case("a day that there is not", edit(6, '"on":"2026-11-03"', '"on":"2026-11-31"'), "wrong-value", 6),
    Case("a moment without zone", edit(7, "15:00:00Z", "15:00:00"), "wrong-value", 7),
    Case("a moment in another zone", edit(7, "15:00:00Z", "16:00:00+01:00"), "wrong-value", 7),
    Case("a moment to the microsecond", edit(7, "15:00:00Z", "15:00:00.000000Z"), "not-canonical", 7),
    Case("a day in another form", edit(6, '"on":"2026-11-03"', '"on":"20261103"'), "not-canonical", 6),
    Case("a space between key and value", edit(7, '"by":', '"by": '), "not-canonical", 7),
    Case("a space at the end", line(7, lambda old: f"{old} "), "not-canonical", 7),
    Case("two keys in another order", edit(7, '"by":"dagny","key"', '"key"'), "wrong-fields", 7),
    Case(
        "the keys in another order",
        line(5, lambda old: '{"by":"leif",' + old[1:].replace('"by":"leif",', "")),
        "not-canonical",
        5,
    ),
    Case("a letter escaped", edit(7, "tilrådd", "tilr\\u00e5dd"), "not-canonical", 7),
    Case("a letter in two parts", edit(7, "tilrådd", "tilra\u030add"), "not-canonical", 7),
    Case("half a character", edit(7, "tilrådd", "tilr\udce5dd"), "not-json", 7),
    Case("a line of something else", line(7, lambda _: '["a","list"]'), "wrong-fields", 7),
    Case("two entries on one line", line(7, lambda old: old + old), "not-json", 7),
    Case("a line that goes down without end", line(7, lambda _: "[" * 200_000), "not-json", 7),
    Case("a number without end", edit(7, '"number":7', f'"number":{"7" * 5000}'), "not-json", 7),
    Case("a line without end", edit(7, "Som tilrådd", "x" * 9_000_000), "line-too-long", 7),
)

SIGNED = (
    Case("a stranger signs", add(REOPENING, "leif", LEADS, STRANGER), "unknown-key", 9),
    Case(
        "a key that is not yet there", instead(3, add(decision(None), "dagny", CONTROLS, CONTROLLER)), "unknown-key", 3
    ),
    Case(
        "a revoked key",
        both(
            add(KeyRevoked(fingerprint=CONTROLLER.fingerprint, reason="Mistet"), "kari", SECRETARIAT),
            add(decision(6), "dagny", CONTROLS, CONTROLLER),
        ),
        "revoked-key",
        10,
    ),
    Case("a key of somebody else", add(decision(6), "david", CONTROLS, CONTROLLER), "another-owner", 9),
    Case(
        "a key of the same person as something else",
        add(decision(6, office=LEADS), "dagny", LEADS, CONTROLLER),
        "another-owner",
        9,
    ),
    Case(
        "a key added by one who is not the seal",
        add(key_added(LEADER), "dagny", CONTROLS, CONTROLLER),
        "added-without-seal",
        9,
    ),
    Case(
        "a key is called what it is not",
        add(replace(key_added(LEADER), fingerprint=digest("x")), "kari", SECRETARIAT),
        "wrong-fingerprint",
        9,
    ),
    Case(
        "a key that is none",
        add(replace(key_added(LEADER), public="AAAA"), "kari", SECRETARIAT),
        "wrong-fingerprint",
        9,
    ),
    Case(
        "a key changes hands",
        add(replace(key_added(CONTROLLER), owner="kari", office=SECRETARIAT), "kari", SECRETARIAT),
        "added-twice",
        9,
    ),
    Case(
        "a key of another is revoked",
        both(
            add(key_added(LEADER), "kari", SECRETARIAT),
            add(KeyRevoked(fingerprint=CONTROLLER.fingerprint, reason="Nei"), "leif", LEADS, LEADER),
        ),
        "revoked-by-another",
        10,
    ),
    Case(
        "a key that was never there is revoked",
        add(KeyRevoked(fingerprint=digest("x"), reason="Nei"), "kari", SECRETARIAT),
        "nothing-to-revoke",
        9,
    ),
    Case("the first entry is no key", instead(1, add(FIRST_RELEASE, "kari", SECRETARIAT)), "no-root", 1),
    Case("the first key is no seal", instead(1, add(key_added(LEADER), "leif", LEADS, LEADER)), "no-root", 1),
    Case(
        "the first key has not signed itself",
        instead(1, add(key_added(STRANGER), "registry", Office.SEAL, SEAL)),
        "no-root",
        1,
    ),
    Case("time goes backwards", sign(8, at=START), "time-backwards", 8),
    Case("a member makes the statement", add(statement(proposal="p2"), "kari", SECRETARIAT), "wrong-office", 9),
    Case(
        "the secretariat reopens",
        add(Reopening(proposal="p1", statement=6, reason="Nei"), "kari", SECRETARIAT),
        "wrong-office",
        9,
    ),
    Case("the controller releases", instead(8, add(release(6, 7), "dagny", CONTROLS, CONTROLLER)), "wrong-office", 8),
    Case("a decision as another than who signs", add(decision(6), "lars", LEADS), "other-office", 9),
    Case(
        "a statement beside one that stands", add(statement(text={"nb": "Nei"}), "leif", LEADS), "statement-stands", 9
    ),
    Case(
        "a statement that there is not is reopened",
        add(Reopening(proposal="p1", statement=7, reason="x"), "leif", LEADS),
        "unknown-statement",
        9,
    ),
    Case(
        "a statement on another proposal is reopened",
        add(Reopening(proposal="p2", statement=6, reason="x"), "leif", LEADS),
        "unknown-statement",
        9,
    ),
    Case("a statement is reopened twice", add(REOPENING, "leif", LEADS), "reopened-twice", 9),
    Case(
        "a decision on a statement that there is not",
        add(decision(99), "dagny", CONTROLS, CONTROLLER),
        "rests-on-nothing",
        9,
    ),
    Case(
        "a decision on a statement of another proposal",
        add(decision(6, proposal="p2"), "dagny", CONTROLS, CONTROLLER),
        "rests-on-nothing",
        9,
    ),
    Case(
        "a decision on a statement that is reopened",
        add(decision(4), "dagny", CONTROLS, CONTROLLER),
        "rests-on-reopened",
        9,
    ),
    Case("one account is leader and controller", add(decision(6), "leif", CONTROLS), "two-offices", 9),
    Case(
        "one account decides as two",
        both(
            add(decision(None, proposal="p2", office=SECRETARIAT), "kari", SECRETARIAT),
            add(decision(None, proposal="p2"), "kari", CONTROLS),
        ),
        "two-offices",
        10,
    ),
    Case("a release without decision", instead(8, add(release(6), "kari", SECRETARIAT)), "undecided-release", 8),
    Case(
        "a release on a decision that there is not",
        instead(8, add(release(6, 5), "kari", SECRETARIAT)),
        "unknown-decision",
        8,
    ),
    Case(
        "a release on a decision of another proposal",
        instead(8, add(release(None, 7, proposal="p2"), "kari", SECRETARIAT)),
        "unknown-decision",
        8,
    ),
    Case(
        "a release on a decision that fell with its statement",
        instead(
            8,
            add(Reopening(proposal="p1", statement=6, reason="x"), "leif", LEADS),
            add(release(None, 7), "kari", SECRETARIAT),
        ),
        "withdrawn-decision",
        9,
    ),
    Case(
        "a release of something else than was decided",
        instead(8, add(release(6, 7, digest=digest("another")), "kari", SECRETARIAT)),
        "other-digest",
        8,
    ),
    Case(
        "a release after one that never was",
        instead(8, add(release(6, 7, before=digest("x")), "kari", SECRETARIAT)),
        "release-from-nowhere",
        8,
    ),
    Case(
        "a second first release",
        add(replace(FIRST_RELEASE, version="9.0.0", digest=digest("x")), "kari", SECRETARIAT),
        "release-from-nowhere",
        9,
    ),
    Case("the same version once more", add(release(6, 7), "kari", SECRETARIAT), "version-twice", 9),
    Case(
        "an emergency that the controller knows nothing of",
        instead(
            8,
            add(decision(None, office=SECRETARIAT), "kari", SECRETARIAT),
            add(release(None, 8, emergency=EMERGENCY), "kari", SECRETARIAT),
        ),
        "emergency-without-controller",
        9,
    ),
)

CASES = (*EDITED, *MOVED, *MISWRITTEN, *SIGNED)
