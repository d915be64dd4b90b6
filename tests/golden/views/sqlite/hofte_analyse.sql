-- prove 1.0.0, generated from the catalogue

DROP VIEW IF EXISTS "hofte_analyse";

CREATE VIEW "hofte_analyse" AS
SELECT
    -- Operasjon
    "the episode"."id" AS "ForlopsID",
    "the episode"."person_id" AS "forlop_person_id",
    "the centre"."number" AS "AvdRESH",
    "the centre"."number" AS "ReshId",
    "the centre"."name" AS "SykehusNavn",
    "the episode"."anchor_date" AS "forlop_anchor_date",
    -- Nothing of this is kept
    CAST(NULL AS text) AS "MceType",
    -- Person
    "person"."created_by" AS "RegistrertAv",
    "person"."fodselsdato" AS "Fodselsdato",
    "person"."fodselsdato" AS "DatoFodt",
    "person"."dod" AS "person_dod",
    -- pasient: Før operasjonen, Før operasjon
    "record of pasient"."status" AS "StatusPas",
    "record of pasient"."first_completed_by" AS "ForstLukketAv",
    "pasient"."hoyde" AS "Hoyde",
    CASE WHEN "pasient"."hoyde_missing" = 'unknown' THEN TRUE WHEN "pasient"."hoyde" IS NOT NULL THEN FALSE END AS "HoydeMangler",
    "pasient"."vekt" AS "Vekt",
    "pasient"."kmi" AS "pasient_kmi",
    coalesce("pasient"."gange", "pasient"."gange_for") AS "EqGangePre",
    "pasient"."smerte" AS "SmertePre",
    coalesce(CASE WHEN "pasient"."royk" THEN 1 WHEN NOT "pasient"."royk" THEN 0 END, "pasient"."royk_for") AS "Roker",
    coalesce(CAST(CASE WHEN "pasient"."mosjon" THEN 1 WHEN NOT "pasient"."mosjon" THEN 0 END AS text), "pasient"."mosjon_for") AS "Mosjon",
    "pasient"."klokken" AS "Rart % navn",
    "pasient"."plager_hoste" AS "pasient_plager_hoste",
    CASE WHEN "pasient"."plager_missing" = 'declined' THEN TRUE WHEN "pasient"."plager_hoste" IS NOT NULL OR "pasient"."plager_feber" IS NOT NULL OR "pasient"."plager_kvalme" IS NOT NULL THEN FALSE END AS "PlagerMangler",
    "pasient"."plager_feber" AS "pasient_plager_feber",
    "pasient"."plager_kvalme" AS "pasient_plager_kvalme",
    -- operasjon: Operasjonen, Operasjon
    "record of operasjon"."status" AS "operasjon_status",
    "operasjon"."op_dato" AS "OprDato",
    "operasjon"."blodtap" AS "operasjon_blodtap",
    "operasjon"."kode" AS "Kode",
    "operasjon"."kode_edition" AS "KodeVer",
    CASE WHEN coalesce("the episode"."anchor_date", date("operasjon"."created_at")) >= '2010-01-01' AND coalesce("the episode"."anchor_date", date("operasjon"."created_at")) NOT BETWEEN '2012-01-01' AND '2014-12-31' THEN "operasjon"."infeksjon" END AS "Infeksjon",
    CASE WHEN CASE WHEN coalesce("the episode"."anchor_date", date("operasjon"."created_at")) >= '2010-01-01' AND coalesce("the episode"."anchor_date", date("operasjon"."created_at")) NOT BETWEEN '2012-01-01' AND '2014-12-31' THEN "operasjon"."infeksjon_missing" WHEN "operasjon"."id" IS NOT NULL THEN 'not_collected' END = 'unknown' THEN TRUE WHEN CASE WHEN coalesce("the episode"."anchor_date", date("operasjon"."created_at")) >= '2010-01-01' AND coalesce("the episode"."anchor_date", date("operasjon"."created_at")) NOT BETWEEN '2012-01-01' AND '2014-12-31' THEN "operasjon"."infeksjon" END IS NOT NULL THEN FALSE END AS "InfeksjonMangler",
    CASE WHEN "operasjon"."id" IS NOT NULL THEN CAST((replace("operasjon"."op_dato", '-', '') - replace("person"."fodselsdato", '-', '')) / 10000 AS REAL) END AS "Alder",
    CASE WHEN "operasjon"."id" IS NOT NULL THEN (0.0 + CASE WHEN ("pasient"."kmi" / nullif(CAST((replace("operasjon"."op_dato", '-', '') - replace("person"."fodselsdato", '-', '')) / 10000 AS REAL), 0)) < 0.0 THEN -1.0 ELSE 1.0 END * max(CAST((abs(("pasient"."kmi" / nullif(CAST((replace("operasjon"."op_dato", '-', '') - replace("person"."fodselsdato", '-', '')) / 10000 AS REAL), 0))) * 1000.0 + 0.5) AS INTEGER), (abs(("pasient"."kmi" / nullif(CAST((replace("operasjon"."op_dato", '-', '') - replace("person"."fodselsdato", '-', '')) / 10000 AS REAL), 0))) * 1000.0 + 0.5) - 1.0) / 1000.0) END AS "operasjon_kmi_per_alder",
    CASE WHEN "operasjon"."id" IS NOT NULL AND ("operasjon"."blodtap" > 100) THEN (0.0 + CASE WHEN coalesce("pasient"."kmi", 0.0) < 0.0 THEN -1.0 ELSE 1.0 END * max(CAST((abs(coalesce("pasient"."kmi", 0.0)) * 10.0 + 0.5) AS INTEGER), (abs(coalesce("pasient"."kmi", 0.0)) * 10.0 + 0.5) - 1.0) / 10.0) END AS "operasjon_kmi_etter_blodtap",
    CASE WHEN "operasjon"."id" IS NOT NULL THEN (julianday(CURRENT_DATE) - julianday("person"."fodselsdato")) END AS "operasjon_levd",
    -- oppfolging_m3: Oppfølging, 3 måneder
    "record of oppfolging_m3"."status" AS "oppfolging_m3_status",
    "record of oppfolging_m3"."first_completed_at" AS "ForstLukket3mnd",
    "oppfolging_m3"."smerte" AS "Smerte3mnd",
    "oppfolging_m3"."gange" AS "Gange3mndV3",
    CASE WHEN "oppfolging_m3"."id" IS NOT NULL THEN ("oppfolging_m3"."smerte" - "pasient"."smerte") END AS "Endring3mnd",
    CASE WHEN "oppfolging_m3"."id" IS NOT NULL THEN CASE WHEN ("oppfolging_m3"."smerte_missing" = 'declined') THEN 3.0 WHEN (("oppfolging_m3"."smerte" - "pasient"."smerte") < 0) THEN 1.0 WHEN (("oppfolging_m3"."smerte" - "pasient"."smerte") >= 0) THEN 2.0 ELSE NULL END END AS "Bedring3mnd",
    CASE WHEN "oppfolging_m3"."id" IS NOT NULL THEN (0.0 + CASE WHEN NULL < 0.0 THEN -1.0 ELSE 1.0 END * max(CAST((abs(NULL) * 100.0 + 0.5) AS INTEGER), (abs(NULL) * 100.0 + 0.5) - 1.0) / 100.0) END AS "oppfolging_m3_mot_forste",
    CASE WHEN "oppfolging_m3"."id" IS NOT NULL THEN (CASE WHEN coalesce("the episode"."anchor_date", date("operasjon"."created_at")) >= '2010-01-01' AND coalesce("the episode"."anchor_date", date("operasjon"."created_at")) NOT BETWEEN '2012-01-01' AND '2014-12-31' THEN "operasjon"."infeksjon" END OR ("oppfolging_m3"."smerte" = 10)) END AS "Inf3mnd",
    -- oppfolging_m12: Oppfølging, 12 måneder
    "record of oppfolging_m12"."status" AS "oppfolging_m12_status",
    "record of oppfolging_m12"."first_completed_at" AS "ForstLukket12mnd",
    "oppfolging_m12"."smerte" AS "Smerte12mnd",
    "oppfolging_m12"."gange" AS "GangeV312mnd",
    "oppfolging_m12"."gange" AS "EqGange12mnd",
    CASE WHEN "oppfolging_m12"."id" IS NOT NULL THEN ("oppfolging_m12"."smerte" - "pasient"."smerte") END AS "Endring12mnd",
    CASE WHEN "oppfolging_m12"."id" IS NOT NULL THEN CASE WHEN ("oppfolging_m12"."smerte_missing" = 'declined') THEN 3.0 WHEN (("oppfolging_m12"."smerte" - "pasient"."smerte") < 0) THEN 1.0 WHEN (("oppfolging_m12"."smerte" - "pasient"."smerte") >= 0) THEN 2.0 ELSE NULL END END AS "Bedring12mnd",
    CASE WHEN "oppfolging_m12"."id" IS NOT NULL THEN (0.0 + CASE WHEN ((SELECT "value found" FROM (SELECT "gange" AS "key gange", "value" AS "value found" FROM "value_set_tariff") AS "found" WHERE "key gange" = "oppfolging_m12"."gange") - (SELECT "value found" FROM (SELECT "gange" AS "key gange", "value" AS "value found" FROM "value_set_tariff") AS "found" WHERE "key gange" = "oppfolging_m3"."gange")) < 0.0 THEN -1.0 ELSE 1.0 END * max(CAST((abs(((SELECT "value found" FROM (SELECT "gange" AS "key gange", "value" AS "value found" FROM "value_set_tariff") AS "found" WHERE "key gange" = "oppfolging_m12"."gange") - (SELECT "value found" FROM (SELECT "gange" AS "key gange", "value" AS "value found" FROM "value_set_tariff") AS "found" WHERE "key gange" = "oppfolging_m3"."gange"))) * 100.0 + 0.5) AS INTEGER), (abs(((SELECT "value found" FROM (SELECT "gange" AS "key gange", "value" AS "value found" FROM "value_set_tariff") AS "found" WHERE "key gange" = "oppfolging_m12"."gange") - (SELECT "value found" FROM (SELECT "gange" AS "key gange", "value" AS "value found" FROM "value_set_tariff") AS "found" WHERE "key gange" = "oppfolging_m3"."gange"))) * 100.0 + 0.5) - 1.0) / 100.0) END AS "oppfolging_m12_mot_forste",
    CASE WHEN "oppfolging_m12"."id" IS NOT NULL THEN (CASE WHEN coalesce("the episode"."anchor_date", date("operasjon"."created_at")) >= '2010-01-01' AND coalesce("the episode"."anchor_date", date("operasjon"."created_at")) NOT BETWEEN '2012-01-01' AND '2014-12-31' THEN "operasjon"."infeksjon" END OR ("oppfolging_m12"."smerte" = 10)) END AS "Inf12mnd"
FROM episode AS "the episode"
LEFT JOIN centre AS "the centre" ON "the centre"."id" = "the episode"."centre_id"
LEFT JOIN person AS "person" ON "person"."id" = "the episode"."person_id"
LEFT JOIN hofte_pasient AS "pasient" ON "pasient"."episode_id" = "the episode"."id" AND "pasient"."timepoint" = 'preop' AND "pasient"."status" = 1
LEFT JOIN hofte_pasient AS "record of pasient" ON "record of pasient"."episode_id" = "the episode"."id" AND "record of pasient"."timepoint" = 'preop'
LEFT JOIN hofte_operasjon AS "operasjon" ON "operasjon"."episode_id" = "the episode"."id" AND "operasjon"."timepoint" = 'op' AND "operasjon"."status" = 1
LEFT JOIN hofte_operasjon AS "record of operasjon" ON "record of operasjon"."episode_id" = "the episode"."id" AND "record of operasjon"."timepoint" = 'op'
LEFT JOIN hofte_oppfolging AS "oppfolging_m3" ON "oppfolging_m3"."episode_id" = "the episode"."id" AND "oppfolging_m3"."timepoint" = 'm3' AND "oppfolging_m3"."status" = 1
LEFT JOIN hofte_oppfolging AS "record of oppfolging_m3" ON "record of oppfolging_m3"."episode_id" = "the episode"."id" AND "record of oppfolging_m3"."timepoint" = 'm3'
LEFT JOIN hofte_oppfolging AS "oppfolging_m12" ON "oppfolging_m12"."episode_id" = "the episode"."id" AND "oppfolging_m12"."timepoint" = 'm12' AND "oppfolging_m12"."status" = 1
LEFT JOIN hofte_oppfolging AS "record of oppfolging_m12" ON "record of oppfolging_m12"."episode_id" = "the episode"."id" AND "record of oppfolging_m12"."timepoint" = 'm12'
WHERE "the episode"."module" = 'hofte';

DROP VIEW IF EXISTS "hofte_analyse_tekst";

CREATE VIEW "hofte_analyse_tekst" AS
SELECT
    -- Operasjon
    "the episode"."id" AS "ForlopsID",
    "the episode"."person_id" AS "forlop_person_id",
    "the centre"."number" AS "AvdRESH",
    "the centre"."number" AS "ReshId",
    "the centre"."name" AS "SykehusNavn",
    "the episode"."anchor_date" AS "forlop_anchor_date",
    -- Nothing of this is kept
    CAST(NULL AS text) AS "MceType",
    -- Person
    "person"."created_by" AS "RegistrertAv",
    "person"."fodselsdato" AS "Fodselsdato",
    "person"."fodselsdato" AS "DatoFodt",
    CASE "person"."dod" WHEN TRUE THEN 'Ja' WHEN FALSE THEN 'Nei' END AS "person_dod",
    -- pasient: Før operasjonen, Før operasjon
    "record of pasient"."status" AS "StatusPas",
    "record of pasient"."first_completed_by" AS "ForstLukketAv",
    "pasient"."hoyde" AS "Hoyde",
    "pasient"."vekt" AS "Vekt",
    "pasient"."kmi" AS "pasient_kmi",
    coalesce(CASE "pasient"."gange" WHEN 1 THEN 'Ingen problemer' WHEN 2 THEN 'Noen problemer' WHEN 3 THEN 'Store problemer' END, CASE "pasient"."gange_for" WHEN 1 THEN 'Ingen problemer' WHEN 2 THEN 'Noen problemer' WHEN 3 THEN 'Store problemer' END) AS "EqGangePre",
    "pasient"."smerte" AS "SmertePre",
    coalesce(CASE "pasient"."royk" WHEN TRUE THEN 'Ja' WHEN FALSE THEN 'Nei' END, CASE "pasient"."royk_for" WHEN 0 THEN 'Aldri' WHEN 1 THEN 'Daglig' WHEN 2 THEN 'Av og til' END) AS "Roker",
    coalesce(CASE "pasient"."mosjon" WHEN TRUE THEN 'Ja' WHEN FALSE THEN 'Nei' END, "pasient"."mosjon_for") AS "Mosjon",
    "pasient"."klokken" AS "Rart % navn",
    CASE "pasient"."plager_hoste" WHEN TRUE THEN 'Ja' WHEN FALSE THEN 'Nei' END AS "pasient_plager_hoste",
    CASE "pasient"."plager_feber" WHEN TRUE THEN 'Ja' WHEN FALSE THEN 'Nei' END AS "pasient_plager_feber",
    CASE "pasient"."plager_kvalme" WHEN TRUE THEN 'Ja' WHEN FALSE THEN 'Nei' END AS "pasient_plager_kvalme",
    -- operasjon: Operasjonen, Operasjon
    "record of operasjon"."status" AS "operasjon_status",
    "operasjon"."op_dato" AS "OprDato",
    "operasjon"."blodtap" AS "operasjon_blodtap",
    "operasjon"."kode" AS "Kode",
    "operasjon"."kode_edition" AS "KodeVer",
    CASE CASE WHEN coalesce("the episode"."anchor_date", date("operasjon"."created_at")) >= '2010-01-01' AND coalesce("the episode"."anchor_date", date("operasjon"."created_at")) NOT BETWEEN '2012-01-01' AND '2014-12-31' THEN "operasjon"."infeksjon" END WHEN TRUE THEN 'Ja' WHEN FALSE THEN 'Nei' END AS "Infeksjon",
    CASE WHEN "operasjon"."id" IS NOT NULL THEN CAST((replace("operasjon"."op_dato", '-', '') - replace("person"."fodselsdato", '-', '')) / 10000 AS REAL) END AS "Alder",
    CASE WHEN "operasjon"."id" IS NOT NULL THEN (0.0 + CASE WHEN ("pasient"."kmi" / nullif(CAST((replace("operasjon"."op_dato", '-', '') - replace("person"."fodselsdato", '-', '')) / 10000 AS REAL), 0)) < 0.0 THEN -1.0 ELSE 1.0 END * max(CAST((abs(("pasient"."kmi" / nullif(CAST((replace("operasjon"."op_dato", '-', '') - replace("person"."fodselsdato", '-', '')) / 10000 AS REAL), 0))) * 1000.0 + 0.5) AS INTEGER), (abs(("pasient"."kmi" / nullif(CAST((replace("operasjon"."op_dato", '-', '') - replace("person"."fodselsdato", '-', '')) / 10000 AS REAL), 0))) * 1000.0 + 0.5) - 1.0) / 1000.0) END AS "operasjon_kmi_per_alder",
    CASE WHEN "operasjon"."id" IS NOT NULL AND ("operasjon"."blodtap" > 100) THEN (0.0 + CASE WHEN coalesce("pasient"."kmi", 0.0) < 0.0 THEN -1.0 ELSE 1.0 END * max(CAST((abs(coalesce("pasient"."kmi", 0.0)) * 10.0 + 0.5) AS INTEGER), (abs(coalesce("pasient"."kmi", 0.0)) * 10.0 + 0.5) - 1.0) / 10.0) END AS "operasjon_kmi_etter_blodtap",
    CASE WHEN "operasjon"."id" IS NOT NULL THEN (julianday(CURRENT_DATE) - julianday("person"."fodselsdato")) END AS "operasjon_levd",
    -- oppfolging_m3: Oppfølging, 3 måneder
    "record of oppfolging_m3"."status" AS "oppfolging_m3_status",
    "record of oppfolging_m3"."first_completed_at" AS "ForstLukket3mnd",
    "oppfolging_m3"."smerte" AS "Smerte3mnd",
    CASE "oppfolging_m3"."gange" WHEN 1 THEN 'Ingen problemer' WHEN 2 THEN 'Noen problemer' WHEN 3 THEN 'Store problemer' END AS "Gange3mndV3",
    CASE WHEN "oppfolging_m3"."id" IS NOT NULL THEN ("oppfolging_m3"."smerte" - "pasient"."smerte") END AS "Endring3mnd",
    CASE CASE WHEN "oppfolging_m3"."id" IS NOT NULL THEN CASE WHEN ("oppfolging_m3"."smerte_missing" = 'declined') THEN 3.0 WHEN (("oppfolging_m3"."smerte" - "pasient"."smerte") < 0) THEN 1.0 WHEN (("oppfolging_m3"."smerte" - "pasient"."smerte") >= 0) THEN 2.0 ELSE NULL END END WHEN 1 THEN 'Bedre' WHEN 2 THEN 'Ikke bedre' WHEN 3 THEN 'Vil ikke svare' END AS "Bedring3mnd",
    CASE WHEN "oppfolging_m3"."id" IS NOT NULL THEN (0.0 + CASE WHEN NULL < 0.0 THEN -1.0 ELSE 1.0 END * max(CAST((abs(NULL) * 100.0 + 0.5) AS INTEGER), (abs(NULL) * 100.0 + 0.5) - 1.0) / 100.0) END AS "oppfolging_m3_mot_forste",
    CASE CASE WHEN "oppfolging_m3"."id" IS NOT NULL THEN (CASE WHEN coalesce("the episode"."anchor_date", date("operasjon"."created_at")) >= '2010-01-01' AND coalesce("the episode"."anchor_date", date("operasjon"."created_at")) NOT BETWEEN '2012-01-01' AND '2014-12-31' THEN "operasjon"."infeksjon" END OR ("oppfolging_m3"."smerte" = 10)) END WHEN TRUE THEN 'Ja' WHEN FALSE THEN 'Nei' END AS "Inf3mnd",
    -- oppfolging_m12: Oppfølging, 12 måneder
    "record of oppfolging_m12"."status" AS "oppfolging_m12_status",
    "record of oppfolging_m12"."first_completed_at" AS "ForstLukket12mnd",
    "oppfolging_m12"."smerte" AS "Smerte12mnd",
    CASE "oppfolging_m12"."gange" WHEN 1 THEN 'Ingen problemer' WHEN 2 THEN 'Noen problemer' WHEN 3 THEN 'Store problemer' END AS "GangeV312mnd",
    CASE "oppfolging_m12"."gange" WHEN 1 THEN 'Ingen problemer' WHEN 2 THEN 'Noen problemer' WHEN 3 THEN 'Store problemer' END AS "EqGange12mnd",
    CASE WHEN "oppfolging_m12"."id" IS NOT NULL THEN ("oppfolging_m12"."smerte" - "pasient"."smerte") END AS "Endring12mnd",
    CASE CASE WHEN "oppfolging_m12"."id" IS NOT NULL THEN CASE WHEN ("oppfolging_m12"."smerte_missing" = 'declined') THEN 3.0 WHEN (("oppfolging_m12"."smerte" - "pasient"."smerte") < 0) THEN 1.0 WHEN (("oppfolging_m12"."smerte" - "pasient"."smerte") >= 0) THEN 2.0 ELSE NULL END END WHEN 1 THEN 'Bedre' WHEN 2 THEN 'Ikke bedre' WHEN 3 THEN 'Vil ikke svare' END AS "Bedring12mnd",
    CASE WHEN "oppfolging_m12"."id" IS NOT NULL THEN (0.0 + CASE WHEN ((SELECT "value found" FROM (SELECT "gange" AS "key gange", "value" AS "value found" FROM "value_set_tariff") AS "found" WHERE "key gange" = "oppfolging_m12"."gange") - (SELECT "value found" FROM (SELECT "gange" AS "key gange", "value" AS "value found" FROM "value_set_tariff") AS "found" WHERE "key gange" = "oppfolging_m3"."gange")) < 0.0 THEN -1.0 ELSE 1.0 END * max(CAST((abs(((SELECT "value found" FROM (SELECT "gange" AS "key gange", "value" AS "value found" FROM "value_set_tariff") AS "found" WHERE "key gange" = "oppfolging_m12"."gange") - (SELECT "value found" FROM (SELECT "gange" AS "key gange", "value" AS "value found" FROM "value_set_tariff") AS "found" WHERE "key gange" = "oppfolging_m3"."gange"))) * 100.0 + 0.5) AS INTEGER), (abs(((SELECT "value found" FROM (SELECT "gange" AS "key gange", "value" AS "value found" FROM "value_set_tariff") AS "found" WHERE "key gange" = "oppfolging_m12"."gange") - (SELECT "value found" FROM (SELECT "gange" AS "key gange", "value" AS "value found" FROM "value_set_tariff") AS "found" WHERE "key gange" = "oppfolging_m3"."gange"))) * 100.0 + 0.5) - 1.0) / 100.0) END AS "oppfolging_m12_mot_forste",
    CASE CASE WHEN "oppfolging_m12"."id" IS NOT NULL THEN (CASE WHEN coalesce("the episode"."anchor_date", date("operasjon"."created_at")) >= '2010-01-01' AND coalesce("the episode"."anchor_date", date("operasjon"."created_at")) NOT BETWEEN '2012-01-01' AND '2014-12-31' THEN "operasjon"."infeksjon" END OR ("oppfolging_m12"."smerte" = 10)) END WHEN TRUE THEN 'Ja' WHEN FALSE THEN 'Nei' END AS "Inf12mnd"
FROM episode AS "the episode"
LEFT JOIN centre AS "the centre" ON "the centre"."id" = "the episode"."centre_id"
LEFT JOIN person AS "person" ON "person"."id" = "the episode"."person_id"
LEFT JOIN hofte_pasient AS "pasient" ON "pasient"."episode_id" = "the episode"."id" AND "pasient"."timepoint" = 'preop' AND "pasient"."status" = 1
LEFT JOIN hofte_pasient AS "record of pasient" ON "record of pasient"."episode_id" = "the episode"."id" AND "record of pasient"."timepoint" = 'preop'
LEFT JOIN hofte_operasjon AS "operasjon" ON "operasjon"."episode_id" = "the episode"."id" AND "operasjon"."timepoint" = 'op' AND "operasjon"."status" = 1
LEFT JOIN hofte_operasjon AS "record of operasjon" ON "record of operasjon"."episode_id" = "the episode"."id" AND "record of operasjon"."timepoint" = 'op'
LEFT JOIN hofte_oppfolging AS "oppfolging_m3" ON "oppfolging_m3"."episode_id" = "the episode"."id" AND "oppfolging_m3"."timepoint" = 'm3' AND "oppfolging_m3"."status" = 1
LEFT JOIN hofte_oppfolging AS "record of oppfolging_m3" ON "record of oppfolging_m3"."episode_id" = "the episode"."id" AND "record of oppfolging_m3"."timepoint" = 'm3'
LEFT JOIN hofte_oppfolging AS "oppfolging_m12" ON "oppfolging_m12"."episode_id" = "the episode"."id" AND "oppfolging_m12"."timepoint" = 'm12' AND "oppfolging_m12"."status" = 1
LEFT JOIN hofte_oppfolging AS "record of oppfolging_m12" ON "record of oppfolging_m12"."episode_id" = "the episode"."id" AND "record of oppfolging_m12"."timepoint" = 'm12'
WHERE "the episode"."module" = 'hofte';

DROP VIEW IF EXISTS "hofte_analyse_mangler";

CREATE VIEW "hofte_analyse_mangler" AS
SELECT
    -- Operasjon
    "the episode"."id" AS "ForlopsID",
    "the episode"."person_id" AS "forlop_person_id",
    "the centre"."number" AS "AvdRESH",
    "the centre"."number" AS "ReshId",
    "the centre"."name" AS "SykehusNavn",
    "the episode"."anchor_date" AS "forlop_anchor_date",
    -- Nothing of this is kept
    CAST(NULL AS text) AS "MceType",
    -- Person
    "person"."created_by" AS "RegistrertAv",
    "person"."fodselsdato_missing" AS "Fodselsdato",
    "person"."fodselsdato_missing" AS "DatoFodt",
    "person"."dod_missing" AS "person_dod",
    -- pasient: Før operasjonen, Før operasjon
    "record of pasient"."status" AS "StatusPas",
    "record of pasient"."first_completed_by" AS "ForstLukketAv",
    "pasient"."hoyde_missing" AS "Hoyde",
    "pasient"."vekt_missing" AS "Vekt",
    CAST(NULL AS text) AS "pasient_kmi",
    CASE WHEN "pasient"."gange" IS NULL AND "pasient"."gange_for" IS NULL THEN coalesce(nullif("pasient"."gange_missing", 'not_collected'), nullif("pasient"."gange_for_missing", 'not_collected'), "pasient"."gange_missing", "pasient"."gange_for_missing") END AS "EqGangePre",
    "pasient"."smerte_missing" AS "SmertePre",
    CASE WHEN "pasient"."royk" IS NULL AND "pasient"."royk_for" IS NULL THEN coalesce(nullif("pasient"."royk_missing", 'not_collected'), nullif("pasient"."royk_for_missing", 'not_collected'), "pasient"."royk_missing", "pasient"."royk_for_missing") END AS "Roker",
    CASE WHEN "pasient"."mosjon" IS NULL AND "pasient"."mosjon_for" IS NULL THEN coalesce(nullif("pasient"."mosjon_missing", 'not_collected'), nullif("pasient"."mosjon_for_missing", 'not_collected'), "pasient"."mosjon_missing", "pasient"."mosjon_for_missing") END AS "Mosjon",
    "pasient"."klokken_missing" AS "Rart % navn",
    "pasient"."plager_missing" AS "pasient_plager_hoste",
    "pasient"."plager_missing" AS "pasient_plager_feber",
    CASE WHEN "pasient"."id" IS NOT NULL THEN CASE WHEN "pasient"."plager_kvalme" IS NULL THEN coalesce("pasient"."plager_missing", 'not_collected') END END AS "pasient_plager_kvalme",
    -- operasjon: Operasjonen, Operasjon
    "record of operasjon"."status" AS "operasjon_status",
    "operasjon"."op_dato_missing" AS "OprDato",
    "operasjon"."blodtap_missing" AS "operasjon_blodtap",
    "operasjon"."kode_missing" AS "Kode",
    CAST(NULL AS text) AS "KodeVer",
    CASE WHEN coalesce("the episode"."anchor_date", date("operasjon"."created_at")) >= '2010-01-01' AND coalesce("the episode"."anchor_date", date("operasjon"."created_at")) NOT BETWEEN '2012-01-01' AND '2014-12-31' THEN "operasjon"."infeksjon_missing" WHEN "operasjon"."id" IS NOT NULL THEN 'not_collected' END AS "Infeksjon",
    CAST(NULL AS text) AS "Alder",
    CAST(NULL AS text) AS "operasjon_kmi_per_alder",
    CAST(NULL AS text) AS "operasjon_kmi_etter_blodtap",
    CAST(NULL AS text) AS "operasjon_levd",
    -- oppfolging_m3: Oppfølging, 3 måneder
    "record of oppfolging_m3"."status" AS "oppfolging_m3_status",
    "record of oppfolging_m3"."first_completed_at" AS "ForstLukket3mnd",
    "oppfolging_m3"."smerte_missing" AS "Smerte3mnd",
    "oppfolging_m3"."gange_missing" AS "Gange3mndV3",
    CAST(NULL AS text) AS "Endring3mnd",
    CAST(NULL AS text) AS "Bedring3mnd",
    CAST(NULL AS text) AS "oppfolging_m3_mot_forste",
    CAST(NULL AS text) AS "Inf3mnd",
    -- oppfolging_m12: Oppfølging, 12 måneder
    "record of oppfolging_m12"."status" AS "oppfolging_m12_status",
    "record of oppfolging_m12"."first_completed_at" AS "ForstLukket12mnd",
    "oppfolging_m12"."smerte_missing" AS "Smerte12mnd",
    "oppfolging_m12"."gange_missing" AS "GangeV312mnd",
    "oppfolging_m12"."gange_missing" AS "EqGange12mnd",
    CAST(NULL AS text) AS "Endring12mnd",
    CAST(NULL AS text) AS "Bedring12mnd",
    CAST(NULL AS text) AS "oppfolging_m12_mot_forste",
    CAST(NULL AS text) AS "Inf12mnd"
FROM episode AS "the episode"
LEFT JOIN centre AS "the centre" ON "the centre"."id" = "the episode"."centre_id"
LEFT JOIN person AS "person" ON "person"."id" = "the episode"."person_id"
LEFT JOIN hofte_pasient AS "pasient" ON "pasient"."episode_id" = "the episode"."id" AND "pasient"."timepoint" = 'preop' AND "pasient"."status" = 1
LEFT JOIN hofte_pasient AS "record of pasient" ON "record of pasient"."episode_id" = "the episode"."id" AND "record of pasient"."timepoint" = 'preop'
LEFT JOIN hofte_operasjon AS "operasjon" ON "operasjon"."episode_id" = "the episode"."id" AND "operasjon"."timepoint" = 'op' AND "operasjon"."status" = 1
LEFT JOIN hofte_operasjon AS "record of operasjon" ON "record of operasjon"."episode_id" = "the episode"."id" AND "record of operasjon"."timepoint" = 'op'
LEFT JOIN hofte_oppfolging AS "oppfolging_m3" ON "oppfolging_m3"."episode_id" = "the episode"."id" AND "oppfolging_m3"."timepoint" = 'm3' AND "oppfolging_m3"."status" = 1
LEFT JOIN hofte_oppfolging AS "record of oppfolging_m3" ON "record of oppfolging_m3"."episode_id" = "the episode"."id" AND "record of oppfolging_m3"."timepoint" = 'm3'
LEFT JOIN hofte_oppfolging AS "oppfolging_m12" ON "oppfolging_m12"."episode_id" = "the episode"."id" AND "oppfolging_m12"."timepoint" = 'm12' AND "oppfolging_m12"."status" = 1
LEFT JOIN hofte_oppfolging AS "record of oppfolging_m12" ON "record of oppfolging_m12"."episode_id" = "the episode"."id" AND "record of oppfolging_m12"."timepoint" = 'm12'
WHERE "the episode"."module" = 'hofte';

