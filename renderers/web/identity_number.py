"""Norwegian identity numbers: whether one is written right, so that a slip of the finger does not become a person.

Eleven digits with two check digits. D-numbers and synthetic test numbers, whose month is 40, 65 or 80 higher, follow
the same rule.
"""

FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2)
SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def is_identity_number(number: str) -> bool:
    """Whether the digits agree with the check digits."""
    return number.isascii() and number.isdigit() and len(number) == 11 and number == with_check_digits(number[:9])


def with_check_digits(nine: str) -> str:
    """The nine first digits with their check digits; empty when no number begins so."""
    first = _check_digit(nine, FIRST_WEIGHTS)
    second = _check_digit(f"{nine}{first}", SECOND_WEIGHTS) if first < 10 else 10
    return f"{nine}{first}{second}" if second < 10 else ""


def _check_digit(digits: str, weights: tuple[int, ...]) -> int:
    return -sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
