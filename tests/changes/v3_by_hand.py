"""What rows of version 2 are as rows of version 3, and the scales common to both, computed by hand: dictionaries from
the table of facts and plain ifs. Written apart from the changes file, the catalogues' expressions and everything that
reads them.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from tests.changes.nkr_v2_v3 import facts

Row = Mapping[str, object]
Found = dict[str, object]

BLANK, NOT_ANSWERED = "blank", "not_answered"
HOVED = ("HovedInngrep", "Inngrep")
LEVELS = ("l2_l3", "l3_l4", "l4_l5", "l5_s1")
PEROP = ("dura", "nerverot", "feil_niva", "implantat", "blodning", "respiratorisk", "kardiovaskular", "anafylaksi")


@cache
def codes(v2_name: str, v3_name: str) -> Mapping[str, str]:
    """The pairs of codes that are known of two names."""
    return {fact.v2_code: fact.v3_code for fact in facts() if (fact.v2_name, fact.v3_name) == (v2_name, v3_name)}


# ---- an answer that is what it was ----


def same(row: Row, name: str, now: str = "") -> Iterator[tuple[str, object]]:
    """Value or reason, perhaps under another name."""
    for ending in ("", "_missing"):
        if row.get(name + ending) is not None:
            yield (now or name) + ending, row[name + ending]


def ticks(row: Row, group: str, names: tuple[str, ...], now: str = "") -> Iterator[tuple[str, object]]:
    """The ticks of a checklist with their one reason."""
    for name in names:
        if row.get(f"{group}_{name}") is not None:
            yield f"{now or group}_{name}", row[f"{group}_{name}"]
    if row.get(f"{group}_missing") is not None:
        yield f"{now or group}_missing", row[f"{group}_missing"]


def coded(row: Row, name: str, known: Mapping[str, str], now: str = "") -> Iterator[tuple[str, object]]:
    """An answer with another code. 9 and 99 in the facts mean that nothing was answered."""
    now = now or name
    if row.get(name) is not None:
        yield now, int(known[str(row[name])])
    elif row.get(f"{name}_missing") is not None:
        yield f"{now}_missing", row[f"{name}_missing"]
    elif known.get(BLANK) in ("9", "99"):
        yield f"{now}_missing", NOT_ANSWERED


# ---- before the operation ----


def patient(row: Row) -> Found:
    """The patient's page."""
    found: Found = {}
    for name in ("hoyde", "vekt", "morsmal_spesifiser", "varighet_rygg", "varighet_utstraling", "smertestillende"):
        found.update(same(row, name))
    for name in ("smertestillende_bruk", "odi_skaar", "eqvas_skala"):
        found.update(same(row, name))
    found.update(eq5d(row))
    found.update(coded(row, "royk", codes("Roker", "RokerV2"), "royk_v2"))
    found.update(coded(row, "sivilstatus", codes("SivilStatus", "SivilStatusV3")))
    found.update(coded(row, "sokt_uforetrygd", codes("UforetrygdPre", "UforetrygdPre")))
    found.update(coded(row, "sokt_erstatning", codes("ErstatningPre", "ErstatningPre")))
    found.update(coded(row, "morsmal", {**{str(code): str(code) for code in (1, 2, 3)}, **codes("Morsmal", "Morsmal")}))
    found.update(coded(row, "utdanning", {**{str(code): str(code) for code in range(1, 6)}, **codes("Utd", "Utd")}))
    for name, called in (("smerte_rygg", "SmRyPre"), ("smerte_bein", "SmBePre")):
        pain = {str(number): str(number) for number in range(11)}
        found.update(coded(row, name, {**pain, **codes(called, called)}))
    found.update(sick_listed(row))
    found.update(limited(row, "antall_barn", 15))
    found.update(same(row, "arbeidsstatus", "arbeidsstatus_v2"))
    found.update(work(row, "ArbstatusPre"))
    if row.get("royk") is not None:
        found["royk_felles"] = row["royk"]
    if row.get("hoyde") is not None and row.get("vekt") is not None:
        index = float(str(row["vekt"])) / (float(str(row["hoyde"])) / 100) ** 2
        found["kmi"] = int(index * 10 + 0.5) / 10
        found["kmi_klasse"] = next(called for end, called in CLASSES if float(str(found["kmi"])) < end)
    return found


CLASSES = (
    (16, "Alvorlig undervekt"),
    (17, "Moderat undervekt"),
    (18.5, "Mild undervekt"),
    (25, "Normal"),
    (30, "Overvekt"),
    (35, "Moderat fedme, klasse I"),
    (40, "Fedme, klasse II"),
    (1000, "Fedme, klasse III"),
)
"""The body mass index below which a class ends."""


def sick_listed(row: Row) -> Found:
    """Days become bands."""
    bands = codes("SykemeldVarighPre", "SykemeldVarighPreV3")
    days = row.get("sykemeldt_varighet")
    if days is None:
        return dict(coded(row, "sykemeldt_varighet", bands))
    if int(str(days)) < 90:
        return {"sykemeldt_varighet": int(bands["<90"])}
    if int(str(days)) <= 181:
        return {"sykemeldt_varighet": int(bands["90-181"])}
    return {"sykemeldt_varighet": int(bands["182-364"] if int(str(days)) <= 364 else bands[">=365"])}


def limited(row: Row, name: str, most: int) -> Found:
    """A number that is too large to be right is unknown."""
    if row.get(name) is not None and int(str(row[name])) > most:
        return {f"{name}_missing": "unknown"}
    return dict(same(row, name))


def work(row: Row, v2_name: str) -> Found:
    """The common scale, from version 2's code."""
    code = codes(v2_name, f"{v2_name}V2V3").get(str(row.get("arbeidsstatus")), BLANK)
    return {} if code == BLANK else {"arbeid_felles": int(code)}


def eq5d(row: Row) -> Found:
    """The old instrument is kept; of the new one nothing is known."""
    found: Found = {}
    for item in ("gange", "stell", "gjoremal", "smerte", "angst", "indeks"):
        found.update(same(row, f"eq5d3l_{item}"))
    return found


# ---- the operation ----

KEPT = (
    "op_dato operasjonskategori dagkirurgi asa liggedogn tidl_op_antall reoperasjon annen_sykdom sykdom_spes"
    " funn_annet_spes indikasjon_smerte smertetype mikroskopi endoskopi prolapsoperasjon dekompresjon_tilgang"
    " fasettektomi fasettektomi_side metode_annet_spes fusjon_spes saardren prosedyre1 prosedyre2 perop_komplikasjon"
)
CHECKLISTS: Mapping[str, str] = {
    "sykdom": "reumatoid bekhterev annen_revmatisk hofte_kne_artrose depresjon_angst kronisk_nevrologisk hjerneslag"
    " hjerte_kar claudicatio kronisk_lunge kreft osteoporose hypertensjon diabetes annen_endokrin",
    "radiologi": "ct mr rontgen funksjon blokade radikulografi diskografi",
    "funn": "prolaps sentral_stenose recess_stenose deg_listese deg_skoliose synovialcyste istmisk_listese normal"
    " pseudomeningocele annet",
    "klinisk": "parese cauda",
    "metode": "dekompresjon laminektomi skiveprotese",
    "fusjonstype": "plf alif tlif plif",
}
"""The ticks that are what they were. What is not certain to be the same is not carried."""

SAME_WORDS = (0, 1, 2, 1, 1, 3, 3, 3, 3, 4, 5, 6, 7, 8, 9, 11, 14, 13, 13, 13)
"""From the classes of version 2 to the common ones, by their labels; the facts have no row of it."""


def operation(row: Row) -> Found:
    """The surgeon's page."""
    found: Found = {}
    for name in KEPT.split():
        found.update(same(row, name))
    for group, names in CHECKLISTS.items():
        found.update(ticks(row, group, tuple(names.split())))
    found.update(same(row, "tilgang", "tilgang_v2"))
    found.update(coded(row, "antibiotika", codes("Antibiotika", "AntibiotikaV3")))
    grades = {str(grade): str(grade) for grade in range(6)}
    found.update(coded(row, "paresegrad", {**grades, **codes("OpIndPareseGrad", "OpIndPareseGrad")}))
    found.update(limited(row, "knivtid", 480))
    if found.get("knivtid") is not None:
        found["knivtid_timer"], found["knivtid_minutter"] = divmod(int(str(found["knivtid"])), 60)
    for step in (operated_before, instruments, levels, during, kind, microscope):
        found.update(step(row))
    for number in (1, 2):
        if row.get(f"prosedyre{number}") is not None:
            found[f"prosedyre{number}_kode"] = str(row[f"prosedyre{number}"])[:5]
    found["sykdom_annet"] = row.get("sykdom_spes") is not None
    if row.get("op_dato") is not None:
        found["op_aar"] = int(str(row["op_dato"])[:4])
    return found


TICKED = {fact.v2_code: fact.v3_name.split(" + ") for fact in facts() if fact.v2_name == "TidlOpr"}
"""What is ticked for each code."""


def operated_before(row: Row) -> Found:
    """One choice became three ticks."""
    found = dict(same(row, "tidl_operert", "tidl_operert_v2"))
    if row.get("tidl_operert") is None:
        found.update(ticks(row, "tidl_operert", ()))
        return found
    for tick, name in (("samme_niva", "TidlOpsammeNiv"), ("annet_niva", "TidlOpAnnetNiv"), ("nei", "TidlIkkeOp")):
        found[f"tidl_operert_{tick}"] = name in TICKED[str(row["tidl_operert"])]
    found["tidl_operert_kode"] = row["tidl_operert"]
    return found


def instruments(row: Row) -> Found:
    """PLF with instruments or not became two ticks with one reason."""
    answer = row.get("plf_instrumentert")
    if answer is None:
        reason = row.get("plf_instrumentert_missing")
        return {} if reason is None else {"plf_missing": reason}
    return {
        "plf_instrumentert": answer,
        "plf_ikke_instrumentert": answer is False and row.get("fusjonstype_plf") is True,
    }


def levels(row: Row) -> Found:
    """Three fields of a level became one, and their number is asked."""
    sides = tuple(f"{level}_{side}" for level in LEVELS for side in "mhv")
    found = dict(ticks(row, "niva", sides, "niva_v2"))
    count = 0
    for level in LEVELS:
        fields = [row.get(f"niva_{level}_{side}") for side in "mhv"]
        if any(field is not None for field in fields):
            found[f"niva_{level}"] = 1 if True in fields else 0
            count += True in fields
        elif row.get("niva_missing") is not None:
            found[f"niva_{level}_missing"] = row["niva_missing"]
    if row.get("niva_l2_l3_m") is not None:
        found |= {"antall_niva": count, "antall_dekomprimert": count}
    elif row.get("niva_missing") is not None:
        found["antall_dekomprimert_missing"] = row["niva_missing"]
    return found


def during(row: Row) -> Found:
    """The text got a tick before it."""
    found = dict(ticks(row, "perop", PEROP))
    found.update(same(row, "perop_annet", "perop_annet_spes"))
    if any(row.get(f"perop_{name}") is not None for name in PEROP):
        found["perop_annet"] = row.get("perop_annet") is not None
    return found


CLASSES_V2 = {fact.v3_code: fact.v2_code for fact in facts() if (fact.v2_name, fact.v3_name) == HOVED}
CLASSES_COMMON = {fact.v3_code: fact.v2_code for fact in facts() if fact.v2_name == "HovedInngrepV2V3"}
"""The group of each class, in version 2 and in common."""


def kind(row: Row) -> Found:
    """What was done, in the common classes and their groups."""
    found = dict(same(row, "inngrep", "inngrep_v2"))
    if row.get("inngrep") is not None:
        common = SAME_WORDS[int(str(row["inngrep"]))]
        found |= {"hovedinngrep": int(CLASSES_V2[str(row["inngrep"])]), "inngrep_felles": common}
        found["hovedinngrep_felles"] = int(CLASSES_COMMON[str(common)])
    return found


def microscope(row: Row) -> Found:
    """What helped the eye; of version 2 a yes or no."""
    found: Found = {}
    if row.get("mikroskopi") is not None:
        found["med_synshjelp"] = row["mikroskopi"]
    if row.get("endoskopi") is not None:
        found["endoskopisk"] = row["endoskopi"]
    return found


# ---- afterwards ----

COMPLICATIONS = (
    "blodning urinvei lunge trombose_bein trombose_lunge infeksjon_overflate infeksjon_dyp vannlating infeksjon_uspes"
    " nerveskade allergi"
)


(PARTS,) = (fact for fact in facts() if fact.v2_name == "Kp3Mnd" and fact.v2_code)
"""What counts as a complication, in each version."""


def follow_up(row: Row) -> Found:
    """The page after 3 and 12 months."""
    found: Found = {}
    kept = "tidspunkt utbytte_nytte utbytte_fornoydhet smerte_rygg smerte_bein smertestillende smertestillende_bruk"
    for name in (*kept.split(), "odi_skaar", "eqvas_skala"):
        found.update(same(row, name))
    found.update(eq5d(row))
    found.update(ticks(row, "kp", tuple(COMPLICATIONS.split())))
    found.update(same(row, "arbeidsstatus", "arbeidsstatus_v2"))
    found.update(work(row, "Arbstatus3mnd" if row["timepoint"] == "m3" else "Arbstatus12mnd"))
    if row.get("kp_blodning") is not None:
        found["kp_noen_v2"] = any(row[f"kp_{part}"] for part in PARTS.v2_code.split())
        if any(row[f"kp_{part}"] for part in PARTS.v3_code.split()):
            found["kp_noen"] = True
        if row["kp_infeksjon_overflate"] or row["kp_infeksjon_dyp"] or row["kp_infeksjon_uspes"]:
            found["kp_infeksjon"] = True
    return found


BY_HAND: Mapping[str, Callable[[Row], Found]] = {
    "rygg.pasient": patient,
    "rygg.operasjon": operation,
    "rygg.oppfolging": follow_up,
}
"""Each form of version 3, from its row of version 2."""
