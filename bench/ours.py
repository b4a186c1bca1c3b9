"""Ours in the benchmark of enterprise identity, and what 100 judgements from the ask queue bring.

The simulated judge knows the truth. Nobody's tax or area is known here, so a question's stake is
the number of pairs of records that joining its two clusters would settle. Two orders of the same
questions are shown: the product's, stake x p, which is the recall to be expected of an answer, and
stake x uncertainty, p(1 - p). Random ones are drawn from the same questions.
"""

import json
from pathlib import Path

import polars as pl
from identity_measures import cluster_measures, judged, pair_measures

from louyu.registers.linkage import (
    Bands,
    clustered,
    linked,
    scorer_learned,
    scorer_shipped,
    scorer_weights,
)
from louyu.registers.linkage.questions import PAIRS_JOINED, questions

JUDGED = 100
UNCERTAINTY = pl.col("stake") * pl.col("score") * (1 - pl.col("score"))
DRAWS = 5
"""Times that 100 pairs are drawn at random; their mean is shown."""
SCORERS = {"learned": scorer_shipped, "weights": scorer_weights}
VERDICTS = {"left": pl.String, "right": pl.String, "verdict": pl.String}


def model_ships() -> bool:
    """Whether there is a learned model; without one the shipped scorer is the rule weights."""
    return type(scorer_shipped()) is not type(scorer_weights())


def linked_and_clustered(
    records: pl.DataFrame, method: str, divisions: list[list[str]]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Pairs in the bands same and ask, and clusters where nobody judged."""
    pairs = linked(records, scorer=SCORERS[method](), bands=Bands(), divisions=divisions)
    clusters, _ = clustered(records, pairs, pl.DataFrame(schema=VERDICTS))
    return pairs.filter(pl.col("band").is_in(["same", "ask"])), clusters


def judgements(pairs: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
    """What a judge who knows the truth says of these pairs."""
    said = pl.when("right_pair").then(pl.lit("same")).otherwise(pl.lit("different"))
    return judged(pairs, truth).select("left", "right", said.alias("verdict"))


def queue_print(folder: Path, seed: int) -> None:
    """Recall without judgements, with 100 from the top of the queue, with 100 random ones."""
    records = pl.read_parquet(folder / "records.parquet")
    truth = pl.read_parquet(folder / "truth.parquet")
    parents = pl.read_parquet(folder / "parents.parquet")
    divisions = json.loads((folder / "divisions.json").read_text())
    pairs = linked(records, scorer=scorer_shipped(), bands=Bands(), divisions=divisions)

    def recalls(said: pl.DataFrame) -> list[float]:
        """Of clusters with the judgements; after learning from them: without asking, at .999."""
        clusters, _ = clustered(records, pairs, said)
        settled = cluster_measures(clusters, truth, parents)["cl R"]
        if said.is_empty():
            again = pairs
        else:
            scorer = scorer_learned(scorer_shipped(), records, said, divisions=divisions)
            again = linked(records, scorer=scorer, bands=Bands(), divisions=divisions)
        measures = pair_measures(again.filter(pl.col("band").is_in(["same", "ask"])), truth)
        return [settled, measures["auto R"], measures["R@.999"]]

    clusters, _ = clustered(records, pairs, pl.DataFrame(schema=VERDICTS))
    one_each = records.select("record", "uscc", worth=pl.lit(1))
    whole = questions(pairs, clusters, one_each, stake=PAIRS_JOINED)
    queues = {
        "expected gain": whole,
        "uncertainty": whole.sort(UNCERTAINTY, "value", descending=True, maintain_order=True),
    }
    rows = {"none": recalls(pl.DataFrame(schema=VERDICTS))}
    for name, ordered in queues.items():
        rows[f"top by {name}"] = recalls(judgements(ordered.head(JUDGED), truth))
    drawn = [
        recalls(judgements(whole.sample(min(JUDGED, whole.height), seed=seed + k), truth))
        for k in range(DRAWS)
    ]
    rows[f"random, mean of {DRAWS}"] = [sum(values) / DRAWS for values in zip(*drawn, strict=True)]
    print(
        f"ask queue of {whole.height:,} questions; {JUDGED} judgements by one who knows the truth:"
    )
    print(f"{'':<21}{'clusters R':>11}{'learned auto R':>16}{'learned R@.999':>16}")
    for name, row in rows.items():
        print(f"{name:<21}{row[0]:>11.5f}{row[1]:>16.5f}{row[2]:>16.5f}")
