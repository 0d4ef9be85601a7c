import csv
from pathlib import Path

import pytest

from countrydesk.errors import LayoutError, RawFileError
from countrydesk.places.compile import compile_tables, main
from countrydesk.places.inputs import OVERRIDES
from countrydesk.places.listed_names import without_article
from countrydesk.places.tables import FOLDER, TABLES, read_table


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_sorted_rectangular_and_plain(name: str) -> None:
    content = (FOLDER / f"{name}.csv").read_bytes()
    header, *lines = list(csv.reader(content.decode("utf-8").splitlines()))
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert tuple(header) == TABLES[name]
    assert lines == read_table(name)
    assert [tuple(line) for line in lines] == sorted(set(map(tuple, lines)))
    assert {len(line) for line in lines} == {len(header)}


@pytest.mark.parametrize("path", sorted(OVERRIDES.glob("*.csv")), ids=lambda path: path.stem)
def test_every_override_has_a_source(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert rows
    assert [row for row in rows if not row["source"]] == []


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("the Republic of Peru", "Republic of Peru"),
        ("l’Inde", "Inde"),
        ("Pérou (le)", "Pérou"),
        ("Holy See (the) *", "Holy See"),
        ("les Îles Cook **", "Îles Cook"),
        ("Bolivia (Plurinational State of)", "Bolivia (Plurinational State of)"),
        ("Thailand", "Thailand"),
        ("Lebanon", "Lebanon"),
        ("Lao People's Democratic Republic (the)", "Lao People's Democratic Republic"),
    ],
)
def test_without_article(text: str, bare: str) -> None:
    assert without_article(text) == bare


def test_compilation_says_which_raw_list_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(RawFileError, match=r"country-codes\.csv: No such file or directory"):
        compile_tables(tmp_path, tmp_path / "out")
    assert main(["--raw", str(tmp_path), "--to", str(tmp_path / "out")]) == 1
    assert "give the raw folder" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_compilation_says_which_column_is_missing(tmp_path: Path) -> None:
    (tmp_path / "codes").mkdir()
    (tmp_path / "codes" / "country-codes.csv").write_text("ISO3166-1-Alpha-3\nPER\n")
    with pytest.raises(LayoutError, match="a list lacks the column or key '"):
        compile_tables(tmp_path, tmp_path / "out")
