"""Outlines of countries for maps, and the points that stand for them.

Policy on borders. The lines are those of Natural Earth at 1:50 million, which shows who holds the
ground, not whose claim is right; Countrydesk takes no position. On these maps

* Kosovo, Taiwan and Palestine (the West Bank and the Gaza Strip) have outlines of their own;
* Western Sahara is drawn apart from Morocco, but only its part east of the berm; the part that
  Morocco holds is drawn with Morocco;
* Somaliland is drawn as part of Somalia, Northern Cyprus as part of Cyprus;
* Crimea is drawn with Russia, which holds it; the other occupied parts of Ukraine are drawn with
  Ukraine, Abkhazia and South Ossetia with Georgia, Transnistria with Moldova;
* the Golan Heights are drawn with Israel, Aksai Chin with China, Arunachal Pradesh with India;
  Jammu and Kashmir is divided along the line of control, and the Siachen Glacier, which Natural
  Earth gives to neither side, is left blank;
* the Hala'ib Triangle is drawn with Egypt, Abyei and Bir Tawil with Sudan, the southern Kurils with
  Russia, the Falkland Islands apart;
* dependencies with a code of their own are drawn apart, the overseas departments of France with
  France.

Outlines are thinned for maps of the world and of regions; they are no basis for measuring.
"""

from countrydesk.places.geometry.outlines import (
    centre,
    find_capital,
    load_outlines,
    load_polygons,
)

__all__ = ["centre", "find_capital", "load_outlines", "load_polygons"]
