"""The registry's own catalogue with forty changes such as a year brings: another version of the same three modules.

The texts are edited as an author would edit them; an edit that no longer finds its place fails.
"""

import re
import shutil
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).resolve().parent.parent
DATA = Path("catalogue") / "nkr"
VERSION, NEXT = "version: 4.0.0", "version: 5.0.0"


class Edit(NamedTuple):
    """In a file, the first `old` after the line `place` becomes `new`."""

    file: str
    place: str
    old: str
    new: str


EDITS = (
    # rygg, before the operation
    Edit("rygg/pasient.yaml", "- name: hoyde", "max: 230", "max: 220"),
    Edit("rygg/pasient.yaml", "- name: hoyde", "soft_min: 140", "soft_min: 145"),
    Edit("rygg/pasient.yaml", "- name: vekt", "min: 25", "min: 30"),
    Edit(
        "rygg/pasient.yaml",
        "- name: sivilstatus",
        "codelist: sivilstatus",
        "codelist: sivilstatus\n        required: true",
    ),
    Edit("rygg/pasient.yaml", "- name: morsmal_spesifiser", "max_length: 60", "max_length: 40"),
    Edit("rygg/pasient.yaml", "- name: utdanning", "Hva er den høyeste", "Hvilken er den høyeste"),
    Edit("rygg/pasient.yaml", "- name: snus", "- name: snus", "- name: snuser"),
    Edit("rygg/pasient.yaml", "- rule: kmi_rimelig", "severity: soft", "severity: hard"),
    Edit(
        "rygg/pasient.yaml",
        "rules:",
        "  - rule: kmi_rimelig",
        "  - rule: vekt_under_hoyde\n    require: vekt < hoyde * 2\n    severity: hard\n"
        "    message: Vekten passer ikke med høyden. Rett den av dem som er feil.\n  - rule: kmi_rimelig",
    ),
    Edit("rygg/codelists.yaml", "  sivilstatus:", "      2: Enslig", "      2: Enslig\n      3: Enke eller enkemann"),
    Edit("rygg/codelists.yaml", "  etnisk_tilhorighet:", "Kvensk eller norskfinsk", "Kvensk"),
    # rygg, the operation
    Edit("rygg/operasjon.yaml", "- name: innlagt_dato", "min: 2007-01-01", "min: 2010-01-01"),
    Edit("rygg/operasjon.yaml", "- name: asa", "only: [1, 2, 3, 4]", "only: [1, 2, 3]"),
    Edit("rygg/operasjon.yaml", "- name: erfaring_aar", "max: 60", "max: 50"),
    Edit("rygg/operasjon.yaml", "- name: tidl_op_antall", "min: 0", "min: 1"),
    Edit(
        "rygg/operasjon.yaml",
        "- name: siste_inngrep",
        "codelist: siste_inngrep",
        "codelist: siste_inngrep\n        required: true",
    ),
    Edit(
        "rygg/operasjon.yaml",
        "- name: blodfortynnende_sep_dato",
        "enable_when: blodfortynnende = 1",
        "enable_when: blodfortynnende = 1 and operasjonskategori = 1",
    ),
    Edit(
        "rygg/operasjon.yaml",
        "- checklist: radiologi",
        "blokade: Diagnostisk blokade",
        "blokade: Diagnostisk blokade\n          scintigrafi: Scintigrafi",
    ),
    Edit("rygg/operasjon.yaml", "- name: blodtap", "max: 20000", "max: 15000"),
    Edit(
        "rygg/operasjon.yaml", "- name: blodtap", "missing: {unknown: {}}", "missing: {unknown: {}, not_applicable: {}}"
    ),
    Edit("rygg/operasjon.yaml", "- rule: voksen", ">= 16", ">= 18"),
    Edit("rygg/operasjon.yaml", "- rule: dagkirurgi_uten_opphold", "severity: soft", "severity: hard"),
    Edit("rygg/operasjon.yaml", "- rule: langt_opphold", "<= 60", "<= 45"),
    # nakke
    Edit("nakke/pasient.yaml", "- name: hoyde", "min: 100", "min: 90"),
    Edit("nakke/pasient.yaml", "- name: antall_barn", "max: 30", "max: 20"),
    Edit("nakke/pasient.yaml", "- name: antall_barn", "missing: {declined: {}}", "missing: {unknown: {}}"),
    Edit("nakke/pasient.yaml", "- rule: ingen_nakkesmerter", "smerte_nakke > 0", "smerte_nakke > 2"),
    Edit(
        "nakke/operasjon.yaml",
        "- name: inn_dato",
        "enable_when: dagkirurgi = 0",
        "enable_when: dagkirurgi = 0\n        required: true",
    ),
    Edit("nakke/operasjon.yaml", "- name: tidl_operert_antall", "max: 20", "max: 15"),
    Edit("nakke/operasjon.yaml", "- name: reop_aarsak_annet", "max_length: 1000", "max_length: 500"),
    Edit("nakke/operasjon.yaml", "- rule: gammel_mr", "<= 730", "<= 365"),
    Edit("nakke/operasjon.yaml", "- rule: signal_uten_mr", "severity: hard", "severity: soft"),
    Edit("nakke/codelists.yaml", "  nakke_sivilstatus:", "      3: Gift", "      3: Gift eller partner"),
    # deformitet
    Edit(
        "deformitet/pasient.yaml", "- name: skolefravaer", "enable_when: hverdag in (2, 3)", "enable_when: hverdag = 2"
    ),
    Edit("deformitet/pasient.yaml", "- name: sykmeldt_prosent", "max: 100", "max: 99"),
    Edit("deformitet/pasient.yaml", "- name: utdanning", "enable_when: alder >= 18", "enable_when: alder >= 16"),
    Edit("deformitet/operasjon.yaml", "- name: hoyde", "min: 40", "min: 50"),
    Edit("deformitet/operasjon.yaml", "- matrix: forlengelse", "max: 60", "max: 50"),
    Edit("deformitet/operasjon.yaml", "- rule: lang_ventetid_inne", "severity: soft", "severity: hard"),
    Edit("deformitet/operasjon.yaml", "- rule: intensiv_innen_liggetid", "liggetid_postop + 1", "liggetid_postop"),
    Edit("deformitet/oppfolging.yaml", "- name: alder", "max: 120", "max: 110"),
)

CHANGES = """\
version: 5.0.0
requested_by: Fagrådet
changes:
  - rename: rygg.pasient.snus
    to: snuser
    reason: Samme navn som i de andre modulene
  - reworded: etnisk_tilhorighet.3
    reason: Gruppen er den samme
  - reworded: nakke_sivilstatus.3
    reason: Registrert partnerskap har alltid vært regnet med
"""


def changed(folder: Path) -> Path:
    """The next version of the catalogue in this folder, with its changes file; the folder is given back."""
    shutil.copytree(REPOSITORY / DATA, folder / DATA)
    first_page = (REPOSITORY / "variables.yaml").read_text(encoding="utf-8")
    (folder / "variables.yaml").write_text(_replaced(first_page, VERSION, NEXT, 0), encoding="utf-8")
    for edit in EDITS:
        _apply(edit, folder / DATA)
    intents = folder / DATA / "changes" / "5.0.0.yaml"
    intents.parent.mkdir(exist_ok=True)
    intents.write_text(CHANGES, encoding="utf-8")
    return folder


def _apply(edit: Edit, data: Path) -> None:
    path = data / edit.file
    text = path.read_text(encoding="utf-8")
    found = re.search(rf"^\s*{re.escape(edit.place)}(?!\w)", text, re.MULTILINE)
    if found is None:
        raise ValueError(f"{edit.file} has no '{edit.place}'")
    start = found.start()
    path.write_text(_replaced(text, edit.old, edit.new, start), encoding="utf-8")


def _replaced(text: str, old: str, new: str, start: int) -> str:
    place = text.find(old, start)
    if place < 0:
        raise ValueError(f"there is no '{old}'")
    return text[:place] + new + text[place + len(old) :]
