"""Writing a case in the browser: its words, its files, what the writer is told, and what stands in the way."""


def test_a_case_starts_from_the_release_with_the_next_version(table):
    visitor = table.write()
    assert visitor.page.request.path == "/saker/1/filer"
    visitor.get("/saker/1/filer?fil=variables.yaml")
    assert "version: 1.1.0\n" in visitor.fields["_text"]
    assert table.rows("select number, title, stage, created_by from proposal") == [
        (1, "Flere svar om arbeid", "draft", "registeret")
    ]
    visitor.get("/saker")
    assert "Flere svar om arbeid" in visitor


def test_three_codes_from_files_to_the_table(table):
    table.opened()
    assert table.rows("select stage from proposal") == [("open",)]
    assert sorted(table.rows("select language from review_pack")) == [("nb",), ("nn",)]
