"""Countries by name, abbreviation and word of nationality."""

import pytest

from onrecord.reference import countries


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("US", "USA"),
        ("U.S.", "USA"),
        ("the United States", "USA"),
        ("Côte d’Ivoire", "CIV"),
        ("DR Congo", "COD"),
        ("DPRK", "PRK"),
        ("Türkiye", "TUR"),
        ("Viet Nam", "VNM"),
        ("GBR", "GBR"),
        ("Russian Federation", "RUS"),
        ("Soviet Union", "RUS"),
        ("us", None),
        ("it", None),
        ("Atlantis", None),
    ],
)
def test_country_by_name(name: str, code: str | None) -> None:
    assert countries.country_by_name(name) == code


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Turkish", "TUR"),
        ("Turks", "TUR"),
        ("Gazan", "PSE"),
        ("Congolese", "COD"),
        ("GERMAN", "DEU"),
        ("Frenchmen", "FRA"),
        ("Poles", "POL"),
        ("Dutch", "NLD"),
        ("Philippines", None),
        ("table", None),
    ],
)
def test_country_of_demonym(word: str, code: str | None) -> None:
    assert countries.country_of_demonym(word) == code


def test_shared_demonyms_list_every_country() -> None:
    assert countries.demonym_countries("Congolese") == ("COD", "COG")
    assert countries.demonym_countries("Korean") == ("KOR", "PRK")


def test_data_is_whole() -> None:
    table = countries.countries()
    assert len(table) > 220
    for code, country in table.items():
        assert len(code) == 3 and code.isupper()
        assert -90 <= country.latitude <= 90 and -180 <= country.longitude <= 180
    assert {codes[0] for codes in countries.demonyms().values()} <= set(table)
    assert countries.capitals()["Moscow"] == "RUS" and countries.capitals()["Kiev"] == "UKR"
    assert (
        countries.alpha3_of("XK") == "XKX" and countries.alpha3_of("UA") == "UKR" and countries.alpha3_of("ZZ") is None
    )
    assert countries.country_name("UKR") == "Ukraine" and countries.country_name("XXX") is None
