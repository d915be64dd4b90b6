"""The catalogue as linked data (RDF): its lists of codes (SKOS), and the registry itself (DCAT). Pure and stable.

Everything is said as triples of our own (`terms.py`), under IRIs that do not change from version to version
(`iris.py`); `writing.py` alone sees rdflib, and writes them as Turtle or JSON-LD.
"""
