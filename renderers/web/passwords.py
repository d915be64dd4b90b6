"""Passwords: what is kept of one, whether one is right, and how short it may be. The one place that hashes."""

from werkzeug.security import check_password_hash, generate_password_hash

from engine.accounts import Account

SHORTEST = 12
"""How many characters a password has at least; what they are is for its owner to choose."""

NOBODY = generate_password_hash("nobody has this password")
"""Compared with when there is no such account, so that a wrong name takes as long as a wrong password."""


def hashed(password: str) -> str:
    """What is kept of a password: enough to know it again, and not to tell it."""
    return generate_password_hash(password)


def is_right(account: Account | None, given: str) -> bool:
    """Whether this is the account's password; never when there is no account."""
    return check_password_hash(account.password_hash if account else NOBODY, given) and account is not None
