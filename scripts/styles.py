"""The design system's style sheet as it is served: `styles.py FROM TO`. It looks the same, and is quicker.

A `:has()` with no class beside it may be about any element, so the browser watches whatever lies around an input or a
table, the page itself among them, and styles all of it anew when a message comes or goes: 40 ms at each key on a large
form. The same said about the element that is meant leaves the rest of the page alone.
"""

import sys
from pathlib import Path

SAID_CLOSER = {
    # A box under the pointer, but not one whose label is under the pointer.
    ":has(label):not(:has(label:hover)) .ds-input": ".ds-input:not(label:hover~*,label:hover~* *)",
    # The first row of a table without a head, the last of one without a foot.
    ":not(:has(thead)) tbody": ".ds-table:not(:has(thead))>tbody",
    ":not(:has(tfoot)) tbody": ".ds-table:not(:has(tfoot))>tbody",
}
"""What the design system says, and what means the same."""


def main() -> None:
    """Read, say closer, write."""
    source, target = map(Path, sys.argv[1:])
    target.write_text(said_closer(source.read_text(encoding="utf-8")), encoding="utf-8")


def said_closer(sheet: str) -> str:
    """The sheet with each of them replaced; one that is no longer there must be looked at by a person."""
    for wide, close in SAID_CLOSER.items():
        if wide not in sheet:
            sys.exit(f"The design system no longer says {wide!r}: look at its rules with :has() again.")
        sheet = sheet.replace(wide, close)
    return sheet


if __name__ == "__main__":
    main()
