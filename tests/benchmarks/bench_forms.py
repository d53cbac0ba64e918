"""Forms by rules: FUNSD pairs, entities and links; fields of receipts and tax forms, with and without examples."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, stdev

from extractors.annotations import read
from extractors.forms import Forms
from extractors.forms.evaluation import evaluate
from extractors.forms.schema import Schema
from extractors.types import Example
from tests.benchmarks.figures import Figure

RECEIPT = {"company": {}, "date": {"type": "date"}, "address": {}, "total": {"type": "money"}}
SEEDS = 3


def run(data: Path, limit: int | None) -> list[Figure]:
    return [*_funsd(data, limit), *_receipts(data, limit), *_tax_forms(data)]


def _funsd(data: Path, limit: int | None) -> list[Figure]:
    """All annotated pages; the rules have seen none of them."""
    examples = read(data / "funsd" / "training_data", "funsd")[:limit]
    forms = Forms()
    given = evaluate(forms, examples, "entities").values
    begin = time.process_time()
    words = evaluate(forms, examples, "words").values
    spent = 1000 * (time.process_time() - begin) / len(examples)
    return [
        Figure("FUNSD label F1, entities given, rules", given["label_f1"], "", note="Doc2Graph 0.823"),
        Figure("FUNSD link F1, entities given, rules", given["link_f1"], "", note="Doc2Graph 0.534"),
        Figure("FUNSD entity F1, words given, rules", words["entity_f1"], "", note="BERT-base 0.603"),
        Figure("FUNSD pair F1, words given, rules", words["pair_f1"], ""),
        Figure("forms by rules, a page with words", spent, "ms (CPU)", "at most 20"),
    ]


def _receipts(data: Path, limit: int | None) -> list[Figure]:
    examples = read(data / "sroie2019", "sroie")[:limit]
    return [_learned("SROIE field F1, words given", examples, count, RECEIPT) for count in (0, 5, 10, 50)]


def _tax_forms(data: Path) -> list[Figure]:
    examples = [e for e in read(data / "azure_forms" / "w9-training-data", "azure") if e.document.pages[0].widgets]
    schema = Schema.from_examples(examples).plain()["fields"]
    return [_learned("W-9 field F1, AcroForm values", examples, count, schema) for count in (0, 4)]


def _learned(name: str, examples: Sequence[Example], count: int, fields: dict) -> Figure:
    """Mean over seeds of learning from `count` documents, measured on up to 50 others."""
    scores = []
    for seed in range(SEEDS if count else 1):
        mixed = random.Random(seed).sample(list(examples), len(examples))
        forms = Forms(schema=Schema.of({"fields": fields}))
        if count:
            forms.fit(mixed[:count])
        scores.append(evaluate(forms, mixed[count:][-50:], "words").values["field_f1"])
    spread = f"± {stdev(scores):.3f} over {len(scores)} seeds" if len(scores) > 1 else ""
    return Figure(f"{name}, {count} annotated", mean(scores), "", note=spread)
