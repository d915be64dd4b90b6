"""The vocabularies of others whose codes a registry's description uses: where they are, and which code means what."""

from collections.abc import Mapping
from types import MappingProxyType

from renderers.linked_data.terms import Vocabulary

EU = "http://publications.europa.eu/resource/authority/"
HEALTH_EU = "https://hdeu-dcat.data.health.europa.eu/resource/authority/"

ACCESS_RIGHT = Vocabulary("", f"{EU}access-right/")
COUNTRY = Vocabulary("", f"{EU}country/")
DATA_THEME = Vocabulary("", f"{EU}data-theme/")
DATASET_TYPE = Vocabulary("", f"{EU}dataset-type/")
FILE_TYPE = Vocabulary("", f"{EU}file-type/")
FREQUENCY = Vocabulary("", f"{EU}frequency/")
LANGUAGE = Vocabulary("", f"{EU}language/")
MEDIA_TYPE = Vocabulary("", "http://www.iana.org/assignments/media-types/")
HEALTH_CATEGORY = Vocabulary("", f"{HEALTH_EU}healthcategories/")
HEALTH_THEME = Vocabulary("", f"{HEALTH_EU}health-theme/")
PUBLISHER_TYPE = Vocabulary("", f"{HEALTH_EU}publisher-type/")
ORGANISATION = Vocabulary("", "https://organization-catalog.fellesdatakatalog.digdir.no/organizations/")

HEALTH_DATA_SPACE = "http://data.europa.eu/eli/reg/2025/327/oj"
"""The regulation on the European Health Data Space, which HealthDCAT-AP asks every description to name."""

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        "nb": "NOB",
        "nn": "NNO",
        "no": "NOR",
        "se": "SME",
        "sma": "SMA",
        "smj": "SMJ",
        "fkv": "FKV",
        "en": "ENG",
        "da": "DAN",
        "sv": "SWE",
        "fi": "FIN",
        "is": "ISL",
        "fo": "FAO",
        "kl": "KAL",
        "de": "DEU",
        "nl": "NLD",
        "fr": "FRA",
        "es": "SPA",
        "it": "ITA",
        "pt": "POR",
        "pl": "POL",
        "cs": "CES",
        "et": "EST",
        "lv": "LAV",
        "lt": "LIT",
        "el": "ELL",
        "hu": "HUN",
        "ro": "RON",
        "bg": "BUL",
        "sk": "SLK",
        "sl": "SLV",
        "hr": "HRV",
        "mt": "MLT",
        "ga": "GLE",
        "uk": "UKR",
        "ar": "ARA",
        "so": "SOM",
        "ur": "URD",
    }
)
"""The language authority's code for a language; one that is not here is left out."""
