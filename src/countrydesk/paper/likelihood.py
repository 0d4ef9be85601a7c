"""Words for probabilities: ICD 203's seven, computed, never chosen."""

from __future__ import annotations

from countrydesk.paper.nodes import Likelihood

# Intelligence Community Directive 203 (2 January 2015), section D.6.e(2)(a).
WORDS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.00, "almost certain"),
)


# The same seven in other languages.
TRANSLATED = {
    "es": {
        "almost no chance": "casi ninguna posibilidad",
        "very unlikely": "muy improbable",
        "unlikely": "improbable",
        "roughly even chance": "probabilidades parejas",
        "likely": "probable",
        "very likely": "muy probable",
        "almost certain": "casi seguro",
    },
}


def likelihood(probability: float, language: str = "en") -> Likelihood:
    """Return the ICD 203 word for a probability in [0, 1]; a bound belongs to the lower word.

    Raises:
        ValueError: not a probability.
    """
    if not 0 <= probability <= 1:
        raise ValueError(f"{probability} is not a probability")
    word = next(word for bound, word in WORDS if probability <= bound)
    return Likelihood(TRANSLATED.get(language, {}).get(word, word), probability)
