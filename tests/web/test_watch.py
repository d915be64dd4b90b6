"""The live form beside its findings: it follows the files, keeps the last good state, and stores nothing."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect
from visitors import Visitor

from renderers.web import Settings, create_app
from renderers.web.editions import BrokenCatalogue, Library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalogue to change."""
    return Path(shutil.copytree(Path(__file__).parent / "registry", tmp_path / "registry"))


@pytest.fixture
def world(world_with, folder):
    return world_with(catalogue=folder, watch=True)


def change(folder: Path, before: str, after: str) -> None:
    page = folder / "data" / "for.yaml"
    text = page.read_text(encoding="utf-8")
    assert before in text
    page.write_text(text.replace(before, after), encoding="utf-8")


def test_the_form_follows_the_file(world, folder):
    visitor = world.visitor().get("/preview/kne.for")
    assert "Hvor høy er du?" in visitor
    assert "0 funn i katalogen" in visitor
    change(folder, "Hvor høy er du?", "Hva er høyden din?")
    assert "Hva er høyden din?" in visitor.get("/preview/kne.for")


def test_a_mistake_is_told_beside_the_last_good_form(world, folder):
    visitor = world.visitor().get("/preview/kne.for")
    state = world.visitor().get("/preview/state").page.text
    change(folder, "codes: {0: Nei", "kodes: {0: Nei")
    assert world.visitor().get("/preview/state").page.text != state
    visitor.get("/preview/kne.for")
    assert "data/for.yaml:" in visitor
    assert "En nøkkel er ikke kjent her." in visitor
    assert "The key &#39;kodes&#39; is not known here." in visitor
    assert "Skjemaet nedenfor er det siste uten feil." in visitor
    assert "Er du i arbeid?" in visitor
    change(folder, "kodes: {0: Nei", "codes: {0: Nei")
    assert "0 funn i katalogen" in visitor.get("/preview/kne.for")


def test_what_one_tries_is_told_and_not_stored(world):
    visitor = world.visitor().get("/preview/kne.for").save(hoyde="95")
    assert "Skriv et tall som er 100\N{NO-BREAK SPACE}cm eller mer." in visitor
    assert visitor.fields["hoyde"] == "95"
    assert "«Hvor høy er du?»: Dette må besvares." in visitor.send(hoyde="")
    assert world.rows("select count(*) from kne_for") == [(0,)]
    assert "Skjema før operasjon" in visitor.get("/preview/")


def test_answers_are_given_in_the_edition_the_database_was_made_for(world, folder):
    anne = world.visitor("anne")
    change(folder, "Hvor høy er du?", "Hva er høyden din?")
    world.visitor().get("/preview/kne.for")
    assert "Hvor høy er du?" in anne.begin(world.episodes["anne"])
    assert "nosniff" in anne.page.headers["X-Content-Type-Options"]


def test_the_open_page_renews_itself(page, served, folder):
    page.goto(f"{served.address}/preview/kne.for")
    expect(page.get_by_text("0 funn i katalogen")).to_be_visible()
    change(folder, "Hvor høy er du?", "Hva er høyden din?")
    expect(page.get_by_label("Hva er høyden din?")).to_be_visible()
    page.get_by_label("Hva er høyden din?").fill("180")
    change(folder, "codes: {0: Nei", "kodes: {0: Nei")
    expect(page.locator("#findings").get_by_text("data/for.yaml:").first).to_be_visible()
    expect(page.get_by_label("Hva er høyden din?")).to_have_value("180")


def test_a_catalogue_with_errors_is_not_served(folder):
    change(folder, "codes: {0: Nei", "kodes: {0: Nei")
    with pytest.raises(BrokenCatalogue) as broken:
        Library(folder)
    assert any(finding.at.path == "data/for.yaml" for finding in broken.value.findings)


def test_previews_need_no_database_with_anything_in_it(folder, tmp_path):
    url = f"sqlite:///{tmp_path}/empty.sqlite"
    app = create_app(Settings(catalogue=folder, database_url=url, secret="prøve", secure=False, watch=True))
    visitor = Visitor(app).get("/preview/kne.for")
    visitor.press("_final", "1", hoyde="1000")
    assert visitor.status == 200
    assert "kne.for" in visitor.get("/preview/")
    assert "Ingenting er gitt ut ennå." in visitor.get("/historikk")
