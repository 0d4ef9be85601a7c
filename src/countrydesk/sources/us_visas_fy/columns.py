"""The columns of the fiscal-year table: nationality, 79 classes and their sum."""

from __future__ import annotations

NATIONALITY = "Fiscal Year 2024"
TOTAL = "Grand Total"
CLASSES = (
    "A1", "A2", "A3", "B1", "B1/B2", "B2", "BBBCC", "BBBCV", "C1", "C1/D", "C2", "C3", "C4",
    "C4/D3", "CW1", "CW2", "D", "E1", "E2", "E2C", "E3", "E3D", "E3R", "F1", "F2", "G1", "G2", "G3",
    "G4", "G5", "H1B", "H1B1", "H1C", "H2A", "H2B", "H3", "H4", "I", "J1", "J2", "K1", "K2", "K3",
    "L1", "L2", "M1", "M2", "N8", "N9", "NATO1", "NATO2", "NATO3", "NATO4", "NATO5", "NATO6",
    "NATO7", "O1", "O2", "O3", "P1", "P2", "P3", "P4", "Q1", "R1", "R2", "T2", "T3", "T4", "T5",
    "T6", "TD", "TN", "U1", "U2", "U3", "U4", "U5",
)  # fmt: skip
COLUMNS = (NATIONALITY, *CLASSES, TOTAL)
