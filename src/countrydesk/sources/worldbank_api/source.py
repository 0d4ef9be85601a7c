"""World Development Indicators: every series of source.yml, page by page, for all countries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from countrydesk.sources.intake import Intake
from countrydesk.sources.spec import load_spec
from countrydesk.sources.worldbank_api.pages import read_series, save_series

if TYPE_CHECKING:
    from countrydesk.sources.fetching.client import Client

DATABASE = 2
# Models of United Nations agencies rather than counts.
MODELLED = (
    "EN.GHG.CO2.MT.CE.AR5", "EN.GHG.CO2.PC.CE.AR5", "SH.DYN.MORT", "SH.H2O.BASW.ZS",
    "SH.IMM.IDPT", "SH.IMM.MEAS", "SH.STA.BASS.ZS", "SH.STA.MMRT", "SL.UEM.TOTL.ZS",
    "SP.DYN.IMRT.IN", "SP.DYN.LE00.IN", "SP.DYN.TFRT.IN", "SP.POP.TOTL",
)  # fmt: skip


def fetch(client: Client, folder: Path, codes: Sequence[str] = ()) -> None:
    """Write every page of every series (or of ``codes``) below ``folder``.

    Raises:
        FetchError: a page could not be read, or the service answers with a message.
        LayoutError: a page is laid out in another way.
    """
    home = Path(__file__).parent
    save_series(client, folder / home.name, codes or tuple(load_spec(home).series), DATABASE)


def parse(intake: Intake) -> pl.DataFrame:
    """Return the values by place and year, dated by the day of the database's last update."""
    return read_series(intake, DATABASE, MODELLED)
