"""How many sentences a second the audit judges on one core once the evidence is at hand.

Run: ``.venv/bin/python benchmarks/audit.py [FILE.md ...]``; without files, sentences of its own.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from countrydesk.audit.audit import judge_text
from countrydesk.audit.bench import Bench
from countrydesk.audit.documents import read_sentences
from countrydesk.audit.reading import read_text
from countrydesk.evidence import View, load_release
from countrydesk.places import registry

OWN = """
Peru's GDP came to 294.7 billion dollars in 2024, and its population was about 34 million.
President Keiko Fujimori has promised reform, while protests continue in the south.
China took 34 percent of Peru's exports in 2023 and the United States 14 percent.
The United States sold Peru 11.2 billion dollars of goods in 2024.
Washington should support alternative development in the coca valleys.
The partnership rests on shared values and a long history of cooperation.
Inflation averaged 2.4 percent in 2024, after 6.3 percent in 2023.
Americans do not need a visa for short visits.
"""
ROUNDS = 200
GOAL = 2_000


def main() -> None:
    texts = [read_text(Path(name)) for name in sys.argv[1:]] or [OWN]
    sentences = [s for text in texts for s in read_sentences(text)]
    bench = Bench(View(load_release("bundled")), registry().get("PER"), registry().get("USA"))
    judge_text(bench, sentences)
    rounds = max(1, ROUNDS * 8 // max(len(sentences), 1))
    start = time.process_time()
    for _ in range(rounds):
        judge_text(bench, sentences)
    spent = time.process_time() - start
    rate = rounds * len(sentences) / spent
    print(f"{len(sentences)} sentences, {rounds} rounds: {rate:,.0f} a second (goal {GOAL:,})")


if __name__ == "__main__":
    main()
