"""What a merge broke though no text was in dispute: one side removed what the other came to use.

The result is read as any catalogue; what was wrong on neither side is told.
"""

from catalogue.findings import Finding, is_broken
from migrations_gen.merging.records import Files
from migrations_gen.states import findings_of_snapshot, snapshot_of_files


def broken_by_merge(merged: Files, ours: Files, theirs: Files) -> tuple[Finding, ...]:
    """The errors of the merged files that neither side had."""
    errors = tuple(finding for finding in _findings(merged) if is_broken([finding]))
    if not errors:
        return ()
    known = {(finding.slug, finding.message) for side in (ours, theirs) for finding in _findings(side)}
    return tuple(finding for finding in errors if (finding.slug, finding.message) not in known)


def _findings(files: Files) -> tuple[Finding, ...]:
    return findings_of_snapshot(snapshot_of_files(files), "merged")
