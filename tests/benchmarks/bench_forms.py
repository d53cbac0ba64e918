"""Forms by rules: FUNSD pairs, entities and links; fields of receipts and tax forms, with and without examples, from
stored AcroForm values and from pictures alone."""

from __future__ import annotations

import json
import random
import shutil
import time
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from statistics import mean, stdev
from tempfile import TemporaryDirectory

from extractors.annotations import read
from extractors.base import Score
from extractors.forms import Forms
from extractors.forms.evaluation import evaluate
from extractors.forms.schema import Schema
from extractors.types import Example
from tests.benchmarks.figures import Figure

RECEIPT = {"company": {}, "date": {"type": "date"}, "address": {}, "total": {"type": "money"}}
SEEDS = 8


def run(data: Path, limit: int | None) -> list[Figure]:
    return [*_funsd(data, limit), *_receipts(data, limit), *_tax_forms(data), *_tax_pictures(data, limit)]


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
        Figure(
            "FUNSD pair F1, from the image alone, rules",
            evaluate(forms, examples, "image").values["pair_f1"],
            "",
            "at least 0.35",
            "GPT-4V 0.137",
        ),
        Figure("forms by rules, a page with words", spent, "ms (CPU)", "at most 20"),
    ]


def _receipts(data: Path, limit: int | None) -> list[Figure]:
    examples = read(data / "sroie2019", "sroie")[:limit]
    return [figure for count in (0, 5, 10, 50) for figure in _learned("SROIE, words given", examples, count, RECEIPT)]


def _tax_forms(data: Path) -> list[Figure]:
    examples = [e for e in read(data / "azure_forms" / "w9-training-data", "azure") if e.document.pages[0].widgets]
    schema = Schema.from_examples(examples).plain()["fields"]
    return [figure for count in (0, 4) for figure in _learned("W-9, AcroForm values", examples, count, schema)]


def _tax_pictures(data: Path, limit: int | None) -> list[Figure]:
    """Every choice of 5 pages to learn from, the rest held out; pages as pictures, so that stored values are gone."""
    with TemporaryDirectory(prefix="docrow-bench-") as folder:
        examples = read(_rasterised(data / "azure_forms" / "w9-training-data", Path(folder)), "azure")
    fields = Schema.from_examples(examples).plain()["fields"]
    splits = list(combinations(range(len(examples)), 5))[: None if limit is None else max(limit // 10, 1)]
    untaught = evaluate(Forms(schema=Schema.of({"fields": fields})), examples, "words")
    scores = [_taught(examples, learned, fields) for learned in splits]
    found = [score.values["field_f1"] for score in scores]
    spread = f"± {stdev(found):.3f} over {len(found)} splits" if len(found) > 1 else ""
    return [
        Figure("W-9 field F1, pictures, 0 annotated", untaught.values["field_f1"], "", "at least 0.60"),
        Figure("W-9 calibration error, pictures, 0 annotated", _calibration([untaught]), "", "at most 0.05"),
        Figure("W-9 field F1, pictures, 5 annotated", mean(found), "", "at least 0.90", spread),
        Figure("W-9 calibration error, pictures, 5 annotated", _calibration(scores), "", "at most 0.05"),
    ]


def _taught(examples: Sequence[Example], learned: Sequence[int], fields: dict) -> Score:
    forms = Forms(schema=Schema.of({"fields": fields}))
    forms.fit([examples[i] for i in learned])
    rest = [example for i, example in enumerate(examples) if i not in learned]
    return evaluate(forms, rest, "words")


def _calibration(scores: Sequence[Score]) -> float:
    """The expected calibration error of the answers of all runs together."""
    gaps: Counter[int] = Counter()
    rows = [row for score in scores for row in score.details["reliability"]]
    for sure, right, count in rows:
        gaps[int(10 * sure)] += count * (sure - right)
    return sum(map(abs, gaps.values())) / max(sum(count for *_, count in rows), 1)


def _rasterised(source: Path, target: Path, dpi: int = 200) -> Path:
    """First pages as pictures with their field values drawn, and the labels beside them; returns `target`."""
    import pypdfium2

    shutil.copyfile(source / "fields.json", target / "fields.json")
    for labels in sorted(source.glob("*.labels.json")):
        path = source / labels.name.removesuffix(".labels.json")
        picture = target / f"{path.stem}{'.png' if path.suffix == '.pdf' else path.suffix}"
        if path.suffix == ".pdf":
            pdf = pypdfium2.PdfDocument(path)
            pdf.init_forms()
            pdf[0].render(scale=dpi / 72, may_draw_forms=True).to_pil().save(picture, dpi=(dpi, dpi))
        else:
            shutil.copyfile(path, picture)
        content = json.loads(labels.read_text(encoding="utf-8")) | {"document": picture.name}
        picture.with_name(f"{picture.name}.labels.json").write_text(json.dumps(content), encoding="utf-8")
    return target


def _learned(name: str, examples: Sequence[Example], count: int, fields: dict) -> list[Figure]:
    """Over seeds, learning from `count` documents, measured on up to 50 others: mean F1, and the calibration error of
    all answers together."""
    scores = []
    for seed in range(SEEDS if count else 1):
        mixed = random.Random(seed).sample(list(examples), len(examples))
        forms = Forms(schema=Schema.of({"fields": fields}))
        if count:
            forms.fit(mixed[:count])
        scores.append(evaluate(forms, mixed[count:][-50:], "words"))
    found = [score.values["field_f1"] for score in scores]
    spread = f"± {stdev(found):.3f} over {len(found)} seeds" if len(found) > 1 else ""
    return [
        Figure(f"{name}: field F1, {count} annotated", mean(found), "", note=spread),
        Figure(f"{name}: calibration error, {count} annotated", _calibration(scores), "", "at most 0.05"),
    ]
