"""Effects of changes of duty, simulated by the project's own model."""

from pathlib import Path

FOLDER = Path(__file__).parent
TABLE = "simulations.csv"
