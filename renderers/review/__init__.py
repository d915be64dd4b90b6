"""The review pack: what the board is shown of a proposal, for people who do not know the software.

pack_of(comparison, language, about=About(…), made_at=…) -> Pack     plain values, kept whole under their digest
pack_json(pack), pack_from(text)                                     as one text, and back
page(pack, language), pdf(pack, language)                            one page that needs nothing else; for the meeting
"""

from renderers.printing import PdfUnavailable
from renderers.review.building import pack_of
from renderers.review.page import fragments, page
from renderers.review.paper import pdf
from renderers.review.records import About, Pack, PackRefused, digest_of, pack_from, pack_json

__all__ = [
    "About",
    "Pack",
    "PackRefused",
    "PdfUnavailable",
    "digest_of",
    "fragments",
    "pack_from",
    "pack_json",
    "pack_of",
    "page",
    "pdf",
]
