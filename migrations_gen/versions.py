"""The order of version numbers, in one place."""


def version_key(version: str) -> tuple[int, ...]:
    """What a version is sorted by: `4.10.0` comes after `4.9.3`; a part that is no number counts as nought."""
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))
