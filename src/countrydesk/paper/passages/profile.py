"""Country profile: place, people, economy and quality of life, each figure with year and rank."""

from __future__ import annotations

from countrydesk.analysis import structure
from countrydesk.paper.page import Page
from countrydesk.paper.passages.exhibits import (
    locator_map,
    series_chart,
    shares_chart,
    strip_chart,
)  # fmt: skip
from countrydesk.paper.registry import passage

NO_CAPITAL = "no official capital"
# What is expected of every state; what has no figure is said once for each of these.
ECONOMY = (
    "gdp_usd", "gdp_ppp", "gdp_per_capita_ppp", "gdp_growth", "inflation", "unemployment",
    "public_debt", "services_share", "industry_share", "agriculture_share",
)  # fmt: skip
PEOPLE = (
    "population", "median_age", "urban_share", "hdi", "life_expectancy", "poverty_830", "gini",
)  # fmt: skip


@passage
def locator(page: Page) -> None:
    """A map of the partner, its land neighbours and, where it is near, the principal."""
    locator_map(page)


@passage
def geography(page: Page) -> None:
    """Area, borders and capital."""
    desk = page.desk
    area, border = desk.level("area_total"), desk.level("land_boundary_length")
    neighbours = structure.top_dyad(
        desk.view, place=desk.partner.id, indicator="border_length", position=1
    )
    coast = desk.level("coastline")
    with page.paragraph("geography"):
        page.say(
            "profile.area", v=area, r=desk.rank("area_total"),
            coast=coast if coast and coast.number > 0 else None,
        )  # fmt: skip
        listed = desk.borders()
        if len(listed) == 1:
            page.say("profile.one_border", n=neighbours, c=desk.place(neighbours))
        elif listed:
            page.say(
                "profile.borders", names=page.listed(listed), total=border,
                n=neighbours, c=desk.place(neighbours),
            )  # fmt: skip
        capital = desk.fact("capital")
        if capital and capital.value == NO_CAPITAL and "profile.no_capital" in desk.lexicon:
            page.say("profile.no_capital", v=capital)
        else:
            page.say("profile.capital", v=capital)
        page.absent("area_total", "capital")


@passage
def people(page: Page) -> None:
    """Population, its growth, age and where it lives."""
    with page.paragraph("people"):
        for indicator in ("population", "population_growth", "median_age", "urban_share"):
            page.state(indicator)
    series_chart(page, "population")


@passage
def economy(page: Page) -> None:
    """Output at market and purchasing-power prices, growth, prices, jobs, debt and balances."""
    desk = page.desk
    with page.paragraph("output"):
        page.state("gdp_usd")
        page.say("profile.gdp_earlier", key="gdp_earlier", x=desk.change("gdp_usd", 2))
        page.state("gdp_ppp", group="structure")
        page.state("gdp_per_capita_ppp", group="income")
        page.state("gdp_growth")
    series_chart(page, "gdp_growth")
    with page.paragraph("balances"):
        for indicator in ("inflation", "unemployment", "public_debt", "fiscal_balance",
            "current_account_gdp"):  # fmt: skip
            page.state(indicator)
    strip_chart(page, "gdp_per_capita_ppp")


@passage
def sectors(page: Page) -> None:
    """What the economy is made of."""
    with page.paragraph("sectors"):
        for indicator in ("services_share", "industry_share", "agriculture_share"):
            page.state(indicator)
        page.absent(*ECONOMY)
    shares_chart(page, ("agriculture_share", "industry_share", "services_share"))


@passage
def quality_of_life(page: Page) -> None:
    """Human development, health, poverty and inequality."""
    with page.paragraph("life"):
        for indicator in ("hdi", "life_expectancy", "poverty_830", "gini", "literacy_adult"):
            page.state(indicator)
        page.absent(*PEOPLE)
    strip_chart(page, "life_expectancy")
