"""The board's table: proposals written, put before the board, and what its members say of them.

listing   all cases              writing   what a case says of itself      editing   its files
uploading files in and out       wording   its translations                tabling   putting it on the table
showing   what the board sees    saying    notes, views, interests
"""

from renderers.web.table import editing, listing, saying, showing, tabling, uploading, wording, writing
from renderers.web.table.permitting import Refused, refusal_page

BLUEPRINTS = (
    listing.bp,
    writing.bp,
    editing.bp,
    uploading.bp,
    wording.bp,
    tabling.bp,
    showing.bp,
    saying.bp,
)

for blueprint in BLUEPRINTS:
    blueprint.register_error_handler(Refused, refusal_page)
